package org.kalepool.batch;

import java.util.List;
import org.kalepool.kale.Address;

/** Has a pool batch without a network to keep channels on. */
public final class OpenChannels {
  private OpenChannels() {}

  /** What a look at the channels would have found. */
  public static void found(Batches batches, Address contract, List<Address> channels) {
    batches.found(contract, channels);
  }
}
