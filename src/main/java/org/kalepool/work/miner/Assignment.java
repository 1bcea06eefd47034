package org.kalepool.work.miner;

/**
 * A block of nonces for one thread.
 *
 * @param job what to hash
 * @param firstNonce unsigned 64-bit
 * @param count how many, 1 to 2^30; the low half of the nonces may not overflow on the way
 * @param zeros how many leading zero digits are worth telling of, or more
 */
public record Assignment(Job job, long firstNonce, int count, int zeros) {
  /**
   * @throws IllegalArgumentException if the nonces cross a border of 2^32, or a number is out of
   *     range
   */
  public Assignment {
    if (count < 1 || count > 1 << 30 || zeros < 0 || zeros > 64) {
      throw new IllegalArgumentException("count " + count + ", zeros " + zeros);
    }
    if ((firstNonce >>> 32) != ((firstNonce + count - 1) >>> 32)) {
      throw new IllegalArgumentException("nonces cross 2^32 from " + firstNonce);
    }
  }
}
