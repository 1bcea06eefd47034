package org.kalepool.kale;

import java.math.BigInteger;

/**
 * A block as the contract stores it, both for {@code Block(index)} (the limits that score its
 * pails) and for the running {@code FarmBlock} (what is being observed for the next one).
 *
 * @param timestamp when it opened, Unix seconds, unsigned 64-bit
 * @param minGap lowest gap, in ledgers, unsigned 32-bit
 * @param minStake lowest stake, stroops, signed 128-bit
 * @param minZeros lowest number of leading zero hex digits, unsigned 32-bit
 * @param maxGap highest gap
 * @param maxStake highest stake
 * @param maxZeros highest number of zeros
 * @param entropy what the work of this block hashes
 * @param stakedTotal stakes planted and not yet worked, stroops, signed 128-bit
 * @param normalizedTotal sum of the contributions, signed 128-bit
 */
public record Block(
    long timestamp,
    long minGap,
    BigInteger minStake,
    long minZeros,
    long maxGap,
    BigInteger maxStake,
    long maxZeros,
    Hash entropy,
    BigInteger stakedTotal,
    BigInteger normalizedTotal) {
  static final long UNSEEN_U32 = 0xffff_ffffL;

  /**
   * A {@code FarmBlock} that has seen nothing: minimums at their type's top, maximums at its end.
   */
  public static Block unobserved(long timestamp) {
    return new Block(
        timestamp,
        UNSEEN_U32,
        Int128.MAX,
        UNSEEN_U32,
        0,
        Int128.MIN,
        0,
        Hash.ZERO,
        BigInteger.ZERO,
        BigInteger.ZERO);
  }

  /** The {@code Block} that opens at this time with the limits observed here; unseen ones are 0. */
  public Block opened(long at) {
    return new Block(
        at,
        minGap == UNSEEN_U32 ? 0 : minGap,
        minStake.equals(Int128.MAX) ? BigInteger.ZERO : minStake,
        minZeros == UNSEEN_U32 ? 0 : minZeros,
        maxGap,
        maxStake.equals(Int128.MIN) ? BigInteger.ZERO : maxStake,
        maxZeros,
        entropy,
        BigInteger.ZERO,
        BigInteger.ZERO);
  }

  /** Whether every maximum is at least its minimum; otherwise the contract cannot score (12). */
  public boolean scorable() {
    return maxGap >= minGap && maxStake.compareTo(minStake) >= 0 && maxZeros >= minZeros;
  }

  /** This {@code FarmBlock} after a plant with this stake. */
  Block sawStake(BigInteger stake) {
    return new Block(
        timestamp,
        minGap,
        minStake.min(stake),
        minZeros,
        maxGap,
        maxStake.max(stake),
        maxZeros,
        entropy,
        stakedTotal,
        normalizedTotal);
  }

  /** This {@code FarmBlock} after a work: its hash becomes the next block's entropy. */
  Block sawWork(long gap, long zeros, Hash hash) {
    return new Block(
        timestamp,
        Math.min(minGap, gap),
        minStake,
        Math.min(minZeros, zeros),
        Math.max(maxGap, gap),
        maxStake,
        Math.max(maxZeros, zeros),
        hash,
        stakedTotal,
        normalizedTotal);
  }

  /** The same block with these totals. */
  public Block withTotals(BigInteger staked, BigInteger normalized) {
    return new Block(
        timestamp,
        minGap,
        minStake,
        minZeros,
        maxGap,
        maxStake,
        maxZeros,
        entropy,
        staked,
        normalized);
  }
}
