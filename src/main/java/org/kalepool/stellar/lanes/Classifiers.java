package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.rpc.ConfiguredNetwork;

/** Makes the classifier for the configured network, which may only be known after the start. */
@Singleton
final class Classifiers {
  private final ConfiguredNetwork settings;
  private final Chain chain;

  Classifiers(ConfiguredNetwork settings, Chain chain) {
    this.settings = settings;
    this.chain = chain;
  }

  Classifier current() {
    return new Classifier(settings.network(), new ChainStored(chain));
  }

  private record ChainStored(Chain chain) implements Classifier.Stored {
    @Override
    public @Nullable Pail pail(Address farmer, long index) {
      Chain.StoredPail stored = chain.pails(List.of(farmer), index).get(farmer);
      return stored == null ? null : stored.pail();
    }

    @Override
    public @Nullable Block block(long index) {
      return chain.block(index).map(Chain.StoredBlock::block).orElse(null);
    }
  }
}
