package org.kalepool.kale;

import java.math.BigInteger;

/** Blocks and numbers for tests. */
final class Blocks {
  private Blocks() {}

  /** A block with gaps 5–25, stakes 100–1100 and zeros 2–7, which nobody has worked yet. */
  static Block typical() {
    return limits(5, 25, 100, 1_100, 2, 7);
  }

  static Block limits(
      long minGap, long maxGap, long minStake, long maxStake, long minZeros, long maxZeros) {
    return new Block(
        1_750_000_000,
        minGap,
        BigInteger.valueOf(minStake),
        minZeros,
        maxGap,
        BigInteger.valueOf(maxStake),
        maxZeros,
        Hash.ZERO,
        BigInteger.ZERO,
        BigInteger.ZERO);
  }

  static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
