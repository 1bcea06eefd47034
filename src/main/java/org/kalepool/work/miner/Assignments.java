package org.kalepool.work.miner;

import org.jspecify.annotations.Nullable;

/**
 * Tells hashing threads what to search. Called by all of them at once, every few milliseconds, so
 * implementations answer at once and from memory.
 */
public interface Assignments {
  /**
   * The next block of nonces, which no other call has returned for the same job.
   *
   * @param thread 0 to n−1; that of a device is negative
   * @return null if there is nothing to do until {@link HashingPool#wake}
   */
  @Nullable Assignment next(int thread);

  /**
   * The same for one that hashes so fast that a usual block would be over at once.
   *
   * @param nonces how many it takes in one batch, 1 to 2^30; the block may still be smaller
   */
  default @Nullable Assignment next(int thread, int nonces) {
    return next(thread);
  }

  /** This thread asks for nothing any more, so that it no longer counts as mining for anybody. */
  default void leave(int thread) {}

  /**
   * Changes whenever assignments that have been handed out are no longer the best use of a thread:
   * a new block, a better target, another farmer. Threads look at it about every 2 ms, and ask
   * again when it has changed.
   */
  long version();
}
