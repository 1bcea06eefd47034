package org.kalepool.work.miner;

/**
 * Which bits of a hash's first lane (its first eight bytes, little-endian) are zero when the hash
 * has enough leading zero digits. A byte's high digit comes first, so an odd digit is the upper
 * half of its byte. A lane holds 16 digits: beyond that the mask is necessary, not sufficient, and
 * the whole hash has to be looked at.
 */
public final class ZeroMask {
  private ZeroMask() {}

  /**
   * The mask for this many zeros.
   *
   * @throws IllegalArgumentException if zeros is not between 0 and 64
   */
  public static long of(int zeros) {
    if (zeros < 0 || zeros > 64) {
      throw new IllegalArgumentException("a hash has 0 to 64 zeros, not " + zeros);
    }
    if (zeros >= 16) {
      return -1L;
    }
    long wholeBytes = (1L << (zeros / 2 * 8)) - 1;
    return zeros % 2 == 0 ? wholeBytes : wholeBytes | 0xf0L << (zeros / 2 * 8);
  }
}
