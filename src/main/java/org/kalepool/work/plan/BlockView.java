package org.kalepool.work.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.kalepool.kale.Block;
import org.kalepool.kale.BlockReward;
import org.kalepool.kale.GameRules;

/**
 * The running block at a moment, as {@link SubmissionPlan} sees it. Worth is counted in parts: a
 * pail's gap, stake and zeros earn up to one part each.
 *
 * @param index the block's index
 * @param block its limits, {@code Block(index)}
 * @param openedAt when it opened, Unix seconds ({@code FarmBlock.timestamp})
 * @param lastLedger the newest ledger known
 * @param lastClose its close time, Unix seconds
 * @param ledgersPastDue how many known ledgers closed at the due time or later without opening the
 *     next block
 * @param kalePerPart what one part is expected to earn, KALE; 0 if unknown, see {@link
 *     #kalePerPart(long, Block)}
 * @param zerosPerSecond by how much mining on raises a farmer's zeros, on average
 * @param waves how many ledgers the pool's works need, 1 if one takes them all
 */
public record BlockView(
    long index,
    Block block,
    long openedAt,
    long lastLedger,
    long lastClose,
    int ledgersPastDue,
    double kalePerPart,
    double zerosPerSecond,
    int waves) {

  /** From this time on a plant opens the next block, Unix seconds. */
  public long dueAt() {
    return openedAt + GameRules.BLOCK_INTERVAL_SECONDS;
  }

  /** What a gap earns, 0 to 1 part. */
  double gapPart(long gap) {
    return part(gap, block.minGap(), block.maxGap());
  }

  /** What so many zeros earn, 0 to 1 part. */
  double zerosPart(long zeros) {
    return part(zeros, block.minZeros(), block.maxZeros());
  }

  /** What one more zero earns a farmer below the maximum. */
  double partOfOneZero() {
    return 1.0 / Math.max(block.maxZeros() - block.minZeros(), 1);
  }

  /** What a stake earns, 0 to 1 part. */
  double stakePart(BigInteger stake) {
    return part(
        stake.doubleValue(), block.minStake().doubleValue(), block.maxStake().doubleValue());
  }

  /**
   * What one part of a contribution earned in a closed block, KALE: a good guess for the next one.
   *
   * @param closed as stored when nothing about it changes any more
   */
  public static double kalePerPart(long index, Block closed) {
    BigInteger scale =
        closed
            .maxStake()
            .subtract(closed.minStake())
            .max(BigInteger.valueOf(closed.maxGap() - closed.minGap()))
            .max(BigInteger.valueOf(closed.maxZeros() - closed.minZeros()))
            .max(BigInteger.ONE);
    BigInteger pot = BigInteger.valueOf(BlockReward.of(index).stroops()).add(closed.stakedTotal());
    BigDecimal total = new BigDecimal(closed.normalizedTotal().max(BigInteger.ONE));
    return new BigDecimal(pot)
        .multiply(new BigDecimal(scale))
        .divide(total.max(new BigDecimal(scale)), MathContext.DECIMAL64)
        .movePointLeft(7)
        .doubleValue();
  }

  private static double part(double value, double min, double max) {
    return (Math.clamp(value, min, Math.max(max, min)) - min) / Math.max(max - min, 1);
  }
}
