package org.kalepool.pages;

import org.jspecify.annotations.Nullable;

/**
 * The running block.
 *
 * @param elapsed seconds of network time since it opened, at most {@code total}
 * @param total seconds that it lasts at least
 * @param due whether the next plant opens the next block
 * @param paused whether the farm takes no plants
 * @param hashRate hashes a second
 * @param bestZeros of the pool's own hashes, null if there are none yet
 * @param worked farmers with a work that landed
 * @param waiting pails, of older blocks too, that are not harvested yet
 * @param coming those of them that are harvested when the next block opens
 */
public record LiveBlock(
    long index,
    long elapsed,
    long total,
    boolean due,
    boolean paused,
    int planted,
    double hashRate,
    @Nullable Integer bestZeros,
    int worked,
    long waiting,
    long coming) {
  /** The number of the block after it. */
  public long next() {
    return index + 1;
  }

  /** Seconds until the next one may be opened. */
  public long left() {
    return total - elapsed;
  }
}
