package org.kalepool.profit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.kalepool.kale.Block;
import org.kalepool.kale.BlockReward;
import org.kalepool.kale.HashOdds;
import org.kalepool.kale.Kale;

/**
 * What pails of a block can be expected to earn, before they are planted: their parts by the
 * block's limits, over all parts there will be, of what the block pays.
 *
 * @param index the block's
 * @param limits by which it scores; its totals are of no interest
 * @param gap ledgers from the plants to the works that will count
 */
public record RewardForecast(long index, Block limits, Field field, double gap) {
  /** When the last work is sent: so long before the block is due, seconds. */
  private static final double SENT_BEFORE_DUE = 17;

  /** Ledgers that a work takes to land, beyond what its plant took. */
  private static final double LANDING = 1;

  /**
   * The gap to be expected of a plant that is sent now.
   *
   * @param seconds until the block is due
   * @param pace seconds from one ledger to the next
   */
  public static double gap(double seconds, double pace) {
    return Math.max(1, (seconds - SENT_BEFORE_DUE) / pace + LANDING - 1);
  }

  /** Parts of a pail's zeros, 0 to 1, with so many hashes for it. */
  public double zerosPart(double hashes) {
    int min = (int) Math.clamp(limits.minZeros(), 0, 64);
    int max = (int) Math.clamp(limits.maxZeros(), min, 64);
    return least(HashOdds.scoredZeros(hashes, min, max) / Math.max(max - min, 1));
  }

  /** Parts of a stake, 0 to 1. */
  public double stakePart(Kale stake) {
    return least(
        part(stake.stroops(), limits.minStake().doubleValue(), limits.maxStake().doubleValue()));
  }

  /** More staked than this earns nothing; stroops. */
  long mostStake() {
    return limits.maxStake().signum() > 0
        ? limits.maxStake().min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact()
        : Long.MAX_VALUE;
  }

  /** Parts of the gap that is expected, 0 to 1. */
  public double gapPart() {
    return least(part(gap, limits.minGap(), limits.maxGap()));
  }

  /** Nothing counts for less than the smallest number that the contract reckons in. */
  private double least(double part) {
    return Math.max(part, 1 / scale(limits).doubleValue());
  }

  /**
   * What a pail earns.
   *
   * @param parts its own
   * @param poolsParts of all pails of the pool, its own included
   */
  public Kale reward(double parts, double poolsParts) {
    double pot = BlockReward.of(index).stroops() / 1e7 + field.forfeited();
    double own = field.factor() * parts;
    double all = Math.max(field.othersParts() + field.factor() * poolsParts, own);
    double kale = all <= 0 ? 0 : pot * own / all * field.uneven(pot, all);
    return Kale.ofStroops(Math.round(kale * 1e7));
  }

  /** What a closed block pays: its reward, and the stakes that were not worked. */
  public static Kale pot(long index, Block closed) {
    BigInteger pot =
        BigInteger.valueOf(BlockReward.of(index).stroops())
            .add(closed.stakedTotal().max(BigInteger.ZERO));
    return Kale.ofStroops(pot.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact());
  }

  /** By what a closed block divides what it pays, in parts. */
  public static double parts(Block closed) {
    return new BigDecimal(closed.normalizedTotal().max(BigInteger.ZERO))
        .divide(new BigDecimal(scale(closed)), MathContext.DECIMAL64)
        .doubleValue();
  }

  /** The contribution that is one part: the widest of the three ranges. */
  public static BigInteger scale(Block block) {
    return block
        .maxStake()
        .subtract(block.minStake())
        .max(BigInteger.valueOf(block.maxGap() - block.minGap()))
        .max(BigInteger.valueOf(block.maxZeros() - block.minZeros()))
        .max(BigInteger.ONE);
  }

  private static double part(double value, double min, double max) {
    double top = Math.max(max, min);
    return (Math.clamp(value, min, top) - min) / Math.max(top - min, 1);
  }
}
