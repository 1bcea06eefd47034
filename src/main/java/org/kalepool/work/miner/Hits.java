package org.kalepool.work.miner;

import org.kalepool.kale.Hash;

/** Hears of finds, on the hashing thread: hand them on, do not wait. */
@FunctionalInterface
public interface Hits {
  /**
   * A hash with at least the zeros asked for; recomputed by Bouncy Castle.
   *
   * @param nonce unsigned 64-bit
   */
  void found(Assignment assignment, long nonce, Hash hash);
}
