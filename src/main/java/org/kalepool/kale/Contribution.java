package org.kalepool.kale;

import java.math.BigInteger;

/**
 * A pail's weight in its block: gap, stake and zeros, each clamped to the block's limits and scaled
 * to the widest of the three ranges, so that all three weigh the same. Each is at least 1.
 *
 * @param gap the gap's part
 * @param stake the stake's part
 * @param zeros the zeros' part
 */
public record Contribution(BigInteger gap, BigInteger stake, BigInteger zeros) {

  /**
   * Scores a pail's values by a block's limits.
   *
   * @param block the stored {@code Block}, not the {@code FarmBlock}
   * @param gap ledgers from plant to work, unsigned 32-bit
   * @param stake stroops
   * @param zeros leading zero hex digits
   * @throws ContractException {@link ContractError#BLOCK_INVALID} if a maximum is below its minimum
   * @throws ContractTrap if a range passes 128 bits
   */
  public static Contribution of(Block block, long gap, BigInteger stake, long zeros) {
    if (!block.scorable()) {
      throw new ContractException(ContractError.BLOCK_INVALID);
    }
    BigInteger minGap = BigInteger.valueOf(block.minGap());
    BigInteger maxGap = BigInteger.valueOf(block.maxGap());
    BigInteger minZeros = BigInteger.valueOf(block.minZeros());
    BigInteger maxZeros = BigInteger.valueOf(block.maxZeros());
    BigInteger gapRange = range(minGap, maxGap);
    BigInteger stakeRange = range(block.minStake(), block.maxStake());
    BigInteger zerosRange = range(minZeros, maxZeros);
    BigInteger scale = gapRange.max(stakeRange).max(zerosRange);
    return new Contribution(
        part(BigInteger.valueOf(gap), minGap, maxGap, gapRange, scale),
        part(stake, block.minStake(), block.maxStake(), stakeRange, scale),
        part(BigInteger.valueOf(zeros), minZeros, maxZeros, zerosRange, scale));
  }

  /**
   * Gap, stake and zeros together.
   *
   * @throws ContractTrap if it passes 128 bits
   */
  public BigInteger sum() {
    return Int128.plus(Int128.plus(gap, stake), zeros);
  }

  private static BigInteger range(BigInteger min, BigInteger max) {
    return Int128.minus(max, min).max(BigInteger.ONE);
  }

  private static BigInteger part(
      BigInteger value, BigInteger min, BigInteger max, BigInteger range, BigInteger scale) {
    BigInteger aboveMin = value.max(min).min(max).subtract(min);
    return Int128.timesOver(aboveMin, scale, range).max(BigInteger.ONE);
  }
}
