package org.kalepool.lab.plan;

import java.math.BigInteger;
import java.util.List;
import org.kalepool.kale.Block;
import org.kalepool.kale.Contribution;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;
import org.kalepool.kale.Xlm;
import org.kalepool.profit.FarmCosts;
import org.kalepool.profit.RewardForecast;

/** What came of a farmer's pail, and what of it is the farmer's. */
final class Earned {
  /** The pooler's part of a reward, 1/10 000. */
  static final int SHARE = 5_000;

  private static final double WORKS = 1.15;

  /** As measured in the real contract with mainnet's fees, 100 stroops of inclusion fee added. */
  static final FarmCosts MAINNET =
      FarmCosts.of(
          Xlm.ofStroops(24_580), Xlm.ofStroops(13_692), WORKS, Xlm.ofStroops(13_254), Xlm.ZERO);

  private Earned() {}

  /** The whole reward, KALE. */
  static double reward(Block closed, PoolFarmer farmer, long index) {
    if (!farmer.worked()) {
      return 0;
    }
    Pail pail =
        new Pail(
            farmer.planted, (long) farmer.landedGap(), farmer.stake, (long) farmer.landedZeros());
    return Reward.of(closed, pail, index).doubleValue() / 1e7;
  }

  /**
   * What a farmer has of a pail in the end, XLM.
   *
   * @param reward the whole, KALE
   */
  static double worth(double reward, PoolFarmer farmer, double price) {
    double lost = farmer.worked() ? 0 : farmer.stake.doubleValue() / 1e7;
    return (reward * (10_000 - SHARE) / 10_000 - lost) * price - fees(farmer);
  }

  private static double fees(PoolFarmer farmer) {
    Xlm plant = farmer.stake.signum() > 0 ? MAINNET.plant() : MAINNET.plantWithoutStake();
    Xlm harvest = farmer.worked() ? MAINNET.harvest() : Xlm.ZERO;
    return plant.plus(MAINNET.work().times(farmer.sends())).plus(harvest).stroops() / 1e7;
  }

  /** Parts of all pails of the pool. */
  static double parts(Block closed, List<PoolFarmer> pool) {
    BigInteger sum = BigInteger.ZERO;
    for (PoolFarmer farmer : pool) {
      if (farmer.worked()) {
        sum =
            sum.add(
                Contribution.of(closed, farmer.landedGap(), farmer.stake, farmer.landedZeros())
                    .sum());
      }
    }
    return sum.doubleValue() / RewardForecast.scale(closed).doubleValue();
  }
}
