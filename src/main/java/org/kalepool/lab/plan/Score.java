package org.kalepool.lab.plan;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kalepool.kale.Block;
import org.kalepool.kale.Contribution;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;

/**
 * How a plan did in one block, for one farmer on average.
 *
 * @param contribution in parts, 0 to 3
 * @param d1 the bound D1 for the same block
 * @param d1s the bound D1S
 * @param kale the reward, without the stake
 * @param forfeited stakes that were never worked, KALE
 * @param sends works sent
 * @param losses D1 less the contribution
 */
record Score(
    double contribution,
    double d1,
    double d1s,
    double kale,
    double forfeited,
    double sends,
    Losses losses) {

  static Score of(BlockRun run, Block closed, Bounds bounds) {
    Block block = run.block;
    double zeros = Bounds.zeros(block, run.timing, run.rate, run.farmers.size());
    BigInteger scale = scale(block);
    Map<List<Object>, Double> unforeseen = new HashMap<>();
    Score sum = new Score(0, 0, 0, 0, 0, 0, Losses.NONE);
    for (PoolFarmer farmer : run.farmers) {
      double stake = part(Contribution.of(block, 0, farmer.stake, 0).stake(), scale);
      double rest = zeros + stake;
      double d1 = Bounds.foreseen(block, run.timing, farmer.planted, rest);
      double d1s =
          unforeseen.computeIfAbsent(
              List.of(farmer.planted, farmer.stake),
              _ -> bounds.unforeseen(block, run.timing, farmer.planted, rest));
      double earned = 0;
      double kale = 0;
      if (farmer.worked()) {
        long gap = farmer.landedGap();
        long best = farmer.landedZeros();
        earned = part(Contribution.of(block, gap, farmer.stake, best).sum(), scale);
        Pail pail = new Pail(farmer.planted, gap, farmer.stake, best);
        kale = Reward.of(closed, pail, run.index).doubleValue() / 1e7;
      }
      double forfeited = farmer.worked() ? 0 : farmer.stake.doubleValue() / 1e7;
      Losses losses = losses(run, farmer, zeros, d1, stake);
      sum = sum.plus(new Score(earned, d1, d1s, kale, forfeited, farmer.sends(), losses));
    }
    return sum.times(1.0 / run.farmers.size());
  }

  private static Losses losses(
      BlockRun run, PoolFarmer farmer, double zeros, double d1, double stake) {
    Block block = run.block;
    double inHand = zerosPart(block, farmer.best());
    if (!farmer.worked()) {
      return new Losses(zeros - inHand, 0, 0, d1 - zeros + inHand);
    }
    double landed = zerosPart(block, farmer.landedZeros());
    double gap = Bounds.gapPart(block, farmer.landedGap());
    return new Losses(zeros - inHand, inHand - landed, d1 - zeros - stake - gap, 0);
  }

  private static double zerosPart(Block block, int zeros) {
    double above = Math.clamp(zeros, block.minZeros(), block.maxZeros()) - block.minZeros();
    return above / Math.max(block.maxZeros() - block.minZeros(), 1);
  }

  private static double part(BigInteger amount, BigInteger scale) {
    return amount.doubleValue() / scale.doubleValue();
  }

  /** The widest of the three ranges, which a whole part is scaled to. */
  private static BigInteger scale(Block block) {
    return block
        .maxStake()
        .subtract(block.minStake())
        .max(BigInteger.valueOf(block.maxGap() - block.minGap()))
        .max(BigInteger.valueOf(block.maxZeros() - block.minZeros()))
        .max(BigInteger.ONE);
  }

  private Score plus(Score other) {
    return new Score(
        contribution + other.contribution,
        d1 + other.d1,
        d1s + other.d1s,
        kale + other.kale,
        forfeited + other.forfeited,
        sends + other.sends,
        losses.plus(other.losses));
  }

  private Score times(double factor) {
    return new Score(
        contribution * factor,
        d1 * factor,
        d1s * factor,
        kale * factor,
        forfeited * factor,
        sends * factor,
        losses.times(factor));
  }

  static Score mean(List<Score> scores) {
    Score sum = new Score(0, 0, 0, 0, 0, 0, Losses.NONE);
    for (Score score : scores) {
      sum = sum.plus(score);
    }
    return sum.times(1.0 / scores.size());
  }
}
