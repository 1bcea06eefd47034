package org.kalepool.profit;

import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;

/**
 * After how many blocks it pays a farmer most to have its pails harvested, all that are closed at
 * once. Where they share a transaction each costs less the more they are; but as long as they wait
 * their stakes are not planted, see {@link StakeAdvice}. Never later than the farmer wishes, and
 * what expires is harvested before, whatever pays.
 *
 * @param price of KALE
 * @param fee of a harvest by itself, as far as the farmer pays it
 * @param together how many a transaction carries; 1 where each goes by itself
 * @param lossRisk the chance that a stake is lost
 */
public record HarvestTiming(
    RewardForecast forecast, Price price, Xlm fee, int together, double lossRisk) {
  /** Of the fee of a harvest by itself, what each one in a transaction of its own kind takes. */
  private static final double EACH = 0.42;

  /** What is weighed: between two of them there is little to gain. */
  private static final int[] STEPS = {1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48, 72, 96, 144, 192};

  private static final double WHOLE = 100;

  /**
   * What a farmer has, and wishes.
   *
   * @param all its KALE, in its account and in pails
   * @param stakePercentage of what is in its account, for each block
   * @param longest blocks that a pail may wait
   */
  public record Wish(Kale all, int stakePercentage, int longest) {}

  /**
   * The same for who pays nothing for a harvest: of a vault's pail its pooler does, whom waiting
   * would save nothing, since a harvest that goes with the next plant is the cheapest.
   */
  HarvestTiming atThePoolersCost() {
    return new HarvestTiming(forecast, price, Xlm.ZERO, together, lossRisk);
  }

  /**
   * The best number of blocks; as many as the farmer wishes where nothing is better.
   *
   * @param shareBasisPoints the pooler's part of a reward, 1/10 000
   * @param rest parts of gap and zeros
   * @param others parts of the pool's other pails
   */
  int blocks(Wish wish, int shareBasisPoints, double rest, double others) {
    int best = wish.longest();
    double most = gain(wish, shareBasisPoints, rest, others, best);
    for (int blocks : STEPS) {
      double gain =
          blocks < wish.longest()
              ? gain(wish, shareBasisPoints, rest, others, blocks)
              : Double.NEGATIVE_INFINITY;
      if (gain > most) {
        best = blocks;
        most = gain;
      }
    }
    return best;
  }

  /** What a block brings in the long run beside what it brings anyhow, stroops of XLM. */
  private double gain(Wish wish, int shareBasisPoints, double rest, double others, int blocks) {
    double part = wish.stakePercentage() / WHOLE;
    long stroops = (long) (wish.all().stroops() * part / (1 + part * blocks));
    Kale stake = Kale.ofStroops(Math.min(stroops, forecast.mostStake()));
    double parts = rest + forecast.stakePart(stake);
    double reward = forecast.reward(parts, others + parts).stroops();
    double earned = reward * (10_000 - shareBasisPoints) / 10_000 - stake.stroops() * lossRisk;
    return earned * price.xlmPerKale() - fee(blocks);
  }

  /** Of a pail, harvested with so many blocks' others, stroops. */
  private double fee(int blocks) {
    double transactions = Math.ceilDiv(blocks, Math.max(together, 1));
    return fee.stroops() * (EACH + (1 - EACH) * transactions / blocks);
  }
}
