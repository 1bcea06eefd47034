package org.kalepool.block;

import java.util.Optional;

/** What the block monitor knows. */
public interface Blocks {
  /** The last seen state, empty before the first successful poll. */
  Optional<Current> current();

  /**
   * The running block.
   *
   * @param index {@code FarmIndex}
   * @param openedAt when it opened, Unix seconds of network time
   * @param due whether the next plant opens the next block
   * @param paused whether the farm refuses plants
   * @param ledger newest ledger seen
   * @param closeTime that ledger's close time, Unix seconds: the network's "now"
   */
  record Current(
      long index, long openedAt, boolean due, boolean paused, long ledger, long closeTime) {}
}
