package org.kalepool.work;

import org.kalepool.kale.Hash;

/**
 * A hash that was found for a farmer in a block.
 *
 * @param nonce unsigned 64-bit
 */
public record Find(long nonce, Hash hash) {
  public int zeros() {
    return hash.zeros();
  }
}
