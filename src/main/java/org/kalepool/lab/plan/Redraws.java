package org.kalepool.lab.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kalepool.kale.Block;
import org.kalepool.kale.BlockReward;
import org.kalepool.kale.Contribution;
import org.kalepool.work.plan.SubmissionSettings;

/**
 * What a block brings on average if its luck is drawn again and again: who else takes part and how
 * well, the ledgers, the hashes. None of that is there yet when a block is planted: what is hashed
 * depends on its entropy, which the last work of the block before makes, and others decide after.
 *
 * <p>So the best that can be known of a pail is its mean, and who knows it plants where that is
 * above 0. The mean m of N draws is right on average, hence the mean of max(m, 0) is no less than
 * max of the true mean and 0, whatever N: a bound from above, the nearer the more are drawn.
 *
 * <p>From below: who chooses by half of the draws and has the mean of the other half knows less
 * than can be known, and what comes of that is not better than it is. It is what can be had at
 * least by drawing that often.
 *
 * <p>In which order the pool hashes for its pails is drawn, too. So those with the same stake that
 * were planted in the same ledger have the same mean, and m is that of all of them.
 */
final class Redraws {
  /** Draws of a block are far from those of any other block. */
  private static final long APART = 1_000_003;

  /** Of the draws of {@link Match}, one more. */
  private static final int ORDER = 7;

  private static final long FURTHER_APART = 7_000_000_001L;

  /** Most of a block's luck is who else takes part, so that is drawn more often than the rest. */
  private static final int FIELDS = 50;

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
   * @param chosen the same where half of the draws say that it pays, by the others; else 0
   */
  record Expected(double came, double[] worth, double[] chosen) {
    /** Nothing is known of so many pails. */
    static Expected unknown(int pails) {
      return new Expected(0, new double[pails], new double[pails]);
    }
  }

  /** Whether anything is drawn. */
  boolean any() {
    return times > 0;
  }

  Expected of(int number, long index, Block block, List<PoolFarmer> pool, double price) {
    double came = 0;
    Map<Alike, double[]> halves = new HashMap<>();
    Map<Alike, Integer> sizes = new HashMap<>();
    pool.forEach(it -> sizes.merge(Alike.of(it), 1, Integer::sum));
    for (int draw = 1; draw <= times; draw++) {
      long seed = match.seed() + APART * draw;
      Timing timing = match.model().timing(SeededRandom.of(seed, number, Match.TIMING));
      List<PoolFarmer> fresh = shuffled(pool, SeededRandom.of(seed, number, ORDER));
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
      Block own = run.play(plan, List.of()).closed();
      double each = kaleForOne(own, index, timing, seed, number);
      for (PoolFarmer pail : fresh) {
        double reward = contribution(block, pail) * each;
        came += reward / times;
        Alike alike = Alike.of(pail);
        double part = Earned.worth(reward, pail, price) / sizes.getOrDefault(alike, 1);
        halves.computeIfAbsent(alike, _ -> new double[2])[draw % 2] += part;
      }
    }
    double[] worth = new double[pool.size()];
    double[] chosen = new double[pool.size()];
    for (int place = 0; place < worth.length; place++) {
      double[] half = halves.getOrDefault(Alike.of(pool.get(place)), new double[2]);
      worth[place] = (half[0] + half[1]) / times;
      chosen[place] = ((half[0] > 0 ? half[1] : 0) + (half[1] > 0 ? half[0] : 0)) / times;
    }
    return new Expected(came, worth, chosen);
  }

  /** Pails that differ in nothing but the order in which the pool hashes for them. */
  private record Alike(int planted, BigInteger stake) {
    static Alike of(PoolFarmer farmer) {
      return new Alike(farmer.planted, farmer.stake);
    }
  }

  /** The same pails in another order, each order as likely as any other. */
  private static List<PoolFarmer> shuffled(List<PoolFarmer> pool, SeededRandom random) {
    List<PoolFarmer> left = new ArrayList<>(pool);
    List<PoolFarmer> fresh = new ArrayList<>(pool.size());
    while (!left.isEmpty()) {
      int drawn = Math.min((int) random.uniform(0, left.size()), left.size() - 1);
      PoolFarmer farmer = left.remove(drawn);
      fresh.add(new PoolFarmer(fresh.size(), farmer.planted, farmer.stake));
    }
    return fresh;
  }

  /**
   * What one of the contract's smallest units of a contribution earns on average over many fields
   * of others, who do not know of the pool's pails, nor these of them.
   *
   * @param own the block as it would close without others
   */
  private double kaleForOne(Block own, long index, Timing timing, long seed, int number) {
    double pot = BlockReward.of(index).stroops() / 1e7 + own.stakedTotal().doubleValue() / 1e7;
    double sum = 0;
    for (int field = 0; field < FIELDS; field++) {
      SeededRandom random = SeededRandom.of(seed + FURTHER_APART * field, number, Match.FIELD);
      Tally others = new Tally(own);
      for (OtherFarmer other : match.field().block(match.model(), timing, random)) {
        others.plant(other.stake());
        if (other.works() >= 0) {
          others.work(other.works() - other.plants(), other.stake(), other.zeros());
        }
      }
      Block closed = others.closed();
      double all = closed.normalizedTotal().add(own.normalizedTotal()).doubleValue();
      sum += (pot + closed.stakedTotal().doubleValue() / 1e7) / Math.max(all, 1);
    }
    return sum / FIELDS;
  }

  private static double contribution(Block block, PoolFarmer farmer) {
    return farmer.worked()
        ? Contribution.of(block, farmer.landedGap(), farmer.stake, farmer.landedZeros())
            .sum()
            .doubleValue()
        : 0;
  }
}
