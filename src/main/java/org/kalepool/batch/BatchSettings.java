package org.kalepool.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.settings.AddressOf;
import org.kalepool.settings.NotNegative;

/** Which deeds share a transaction. */
@ConfigMapping(prefix = "kale.batch")
public interface BatchSettings {
  /** The contract that calls the farm for several farmers; without it nothing is batched. */
  Optional<@AddressOf('C') Address> contractId();

  /** Accounts of the pool's own that carry batches, each one at a time. */
  @WithDefault("2")
  @Range(min = 1, max = 25, message = "must be between {min} and {max}")
  int channels();

  /** XLM that a channel is filled up to, beside its reserve, when half of it is spent. */
  @WithDefault("5")
  @NotNegative
  Xlm channelFunds();

  /** XLM that the own pooler's wallet keeps of what it could spend on channels. */
  @WithDefault("10")
  @NotNegative
  Xlm walletKeeps();

  /** Deeds of a batch; up to twice as many where there would be more batches than channels. */
  @WithDefault("25")
  @Range(min = 3, max = 50, message = "must be between {min} and {max}")
  int size();

  /** So long before a block's end works go by themselves, unless its ledgers have no room. */
  @WithDefault("35s")
  @NotNegative
  Duration singleWorks();
}
