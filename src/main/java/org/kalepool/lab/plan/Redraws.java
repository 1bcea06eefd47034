package org.kalepool.lab.plan;

import java.util.ArrayList;
import java.util.List;
import org.kalepool.kale.Block;
import org.kalepool.work.plan.SubmissionSettings;

/**
 * What a block brings on average if its luck is drawn again and again: who else takes part and how
 * well, the ledgers, the hashes. None of that is there yet when a block is planted: what is hashed
 * depends on its entropy, which the last work of the block before makes, and others decide after.
 *
 * <p>So the best that can be known of a pail is its mean, and who knows it plants where that is
 * above 0. The mean m of N draws is right on average, hence the mean of max(m, 0) is no less than
 * max of the true mean and 0, whatever N: a bound from above, the nearer the more are drawn.
 */
final class Redraws {
  /** Draws of a block are far from those of any other block. */
  private static final long APART = 1_000_003;

  private final Match match;
  private final int times;
  private final Planned plan;

  /**
   * @param times how often each block is drawn; 0 for not at all
   */
  Redraws(Match match, SubmissionSettings settings, int times) {
    this.match = match;
    this.times = times;
    this.plan = new Planned(settings, match.model().worksPerLedger());
  }

  /**
   * Means over all draws.
   *
   * @param came of all pails of the pool, KALE
   * @param worth of each pail, by its place in the pool, XLM
   */
  record Expected(double came, double[] worth) {}

  /** Whether anything is drawn. */
  boolean any() {
    return times > 0;
  }

  Expected of(int number, long index, Block block, List<PoolFarmer> pool, double price) {
    double came = 0;
    double[] worth = new double[pool.size()];
    for (int draw = 1; draw <= times; draw++) {
      long seed = match.seed() + APART * draw;
      Timing timing = match.model().timing(SeededRandom.of(seed, number, Match.TIMING));
      List<PoolFarmer> fresh = new ArrayList<>();
      pool.forEach(it -> fresh.add(new PoolFarmer(it.number, it.planted, it.stake)));
      BlockRun run =
          new BlockRun(
              index,
              block,
              match.model(),
              timing,
              match.rate(),
              fresh,
              SeededRandom.of(seed, number, Match.HASHES),
              SeededRandom.of(seed, number, Match.TRANSACTIONS));
      List<OtherFarmer> others =
          match.field().block(match.model(), timing, SeededRandom.of(seed, number, Match.FIELD));
      Block closed = run.play(plan, others).closed();
      for (int place = 0; place < worth.length; place++) {
        double reward = Earned.reward(closed, fresh.get(place), index);
        came += reward / times;
        worth[place] += Earned.worth(reward, fresh.get(place), price) / times;
      }
    }
    return new Expected(came, worth);
  }
}
