package org.kalepool.work.miner;

import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;

/**
 * What is hashed with a nonce: one farmer's work in one block.
 *
 * @param index the block's, unsigned 32-bit
 * @param entropy the block's
 * @param farmer an account or a contract
 */
public record Job(long index, Hash entropy, Address farmer) {
  /**
   * @throws IllegalArgumentException if the index does not fit 32 bits
   */
  public Job {
    if (index >>> 32 != 0) {
      throw new IllegalArgumentException("a block's index has 32 bits: " + index);
    }
  }

  /** The constants for {@link Kernel#scan} of the nonces with this high half. */
  long[] constants(int highNonce) {
    return Midstate.of(index, entropy.bytes(), farmer.bytes(), highNonce);
  }

  /** The hash of one nonce, by Bouncy Castle. */
  public Hash hash(long nonce) {
    return WorkHash.of(index, nonce, entropy, farmer);
  }
}
