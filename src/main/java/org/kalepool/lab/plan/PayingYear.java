package org.kalepool.lab.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.farmer.FarmWhen;
import org.kalepool.kale.Block;
import org.kalepool.kale.Contribution;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Price;
import org.kalepool.kale.Reward;
import org.kalepool.kale.Xlm;
import org.kalepool.profit.ChoiceCandidate;
import org.kalepool.profit.FarmCosts;
import org.kalepool.profit.FarmDecision;
import org.kalepool.profit.Field;
import org.kalepool.profit.FieldSample;
import org.kalepool.profit.PoolChoice;
import org.kalepool.profit.RewardForecast;
import org.kalepool.work.plan.SubmissionSettings;

/**
 * A year of prices for a pool: one block is played for each hour and stands for its twelve. Whoever
 * farms does so by the pool's own plan; whether, by the pool's own rules on what it knows then: the
 * median of the prices before, and the blocks before. What is earned is worth what the price is one
 * block later. The same is played once with everybody farming always; foresight is what could have
 * been chosen in each of its blocks with its rewards and prices known.
 */
final class PayingYear {
  /** Blocks for which one that is played stands. */
  private static final int STANDS_FOR = 12;

  private static final int SHARE = 5_000;
  private static final double LOSS_RISK = 0.0005;
  private static final double WORKS = 1.15;

  /** As measured in the real contract with mainnet's fees, 100 stroops of inclusion fee added. */
  private static final FarmCosts MAINNET =
      FarmCosts.of(
          Xlm.ofStroops(24_580), Xlm.ofStroops(13_692), WORKS, Xlm.ofStroops(13_254), Xlm.ZERO);

  private static final UUID POOLER = new UUID(1, 1);

  private final Match match;
  private final SubmissionSettings settings;
  private final PriceSeries prices;
  private final int blocks;

  PayingYear(Match match, SubmissionSettings settings, double price, int days) {
    this.match = match;
    this.settings = settings;
    this.prices = PriceSeries.of(price, days, match.seed());
    this.blocks = days * PriceSeries.A_DAY / STANDS_FOR;
  }

  /**
   * What came of one way to choose.
   *
   * @param profit XLM for one farmer and the year
   * @param foresight what could have been had of the same blocks, each farmer planted only where
   *     that turned out to pay
   * @param planted the part of the farmers' blocks in which they were planted
   * @param forecasts of each block in which somebody was planted
   */
  record Way(double profit, double foresight, double planted, List<Forecasted> forecasts) {
    /** By what share more or less was expected of these blocks together than came. */
    double error(int blocks) {
      double expected = forecasts.stream().limit(blocks).mapToDouble(Forecasted::expected).sum();
      return expected / forecasts.stream().limit(blocks).mapToDouble(Forecasted::came).sum() - 1;
    }

    /** The mean of how far off it was in each of them, over the mean of what came. */
    double size(int blocks) {
      double off =
          forecasts.stream()
              .limit(blocks)
              .mapToDouble(each -> Math.abs(each.expected() - each.came()))
              .sum();
      return off / forecasts.stream().limit(blocks).mapToDouble(Forecasted::came).sum();
    }
  }

  /** What the pool's pails of a block were expected to bring, and did; KALE. */
  record Forecasted(double expected, double came) {}

  /**
   * All three ways.
   *
   * @param told as ours, but with the price that the reward will have, so that only the luck of a
   *     block is not foreseen
   */
  record Result(Way always, Way ours, Way told) {
    /** The best of what was seen to be possible. */
    double foresight() {
      return Math.max(always.foresight(), ours.foresight());
    }
  }

  Result play() {
    return new Result(
        play(FarmWhen.ALWAYS, false),
        play(FarmWhen.WHEN_IT_PAYS_ME, false),
        play(FarmWhen.WHEN_IT_PAYS_ME, true));
  }

  private Way play(FarmWhen when, boolean told) {
    Planned plan = new Planned(settings, match.model().worksPerLedger());
    List<FieldSample> samples = new ArrayList<>();
    List<Forecasted> forecasts = new ArrayList<>();
    double profit = 0;
    double foresight = 0;
    long planted = 0;
    Block block = Match.start();
    for (int number = -Match.WARM_UP; number < blocks; number++) {
      int step = Math.max(number, 0) * STANDS_FOR;
      Timing timing = match.model().timing(SeededRandom.of(match.seed(), number, Match.TIMING));
      List<PoolFarmer> all = match.pool(SeededRandom.of(match.seed(), number, Match.PLANTS));
      long index = Match.FIRST_BLOCK + number;
      Optional<Field> field = Field.of(samples.reversed());
      Optional<Price> price =
          number < 0
              ? Optional.empty()
              : Optional.of(told ? prices.coming(step) : prices.median(step));
      Map<UUID, FarmDecision> decided = decide(when, field, block, index, price, all, number);
      List<PoolFarmer> pool = new ArrayList<>();
      double expected = 0;
      for (PoolFarmer farmer : all) {
        FarmDecision decision = decided.get(id(farmer));
        if (decision == null || decision.plants()) {
          BigInteger stake =
              decision == null ? farmer.stake : BigInteger.valueOf(decision.stake().stroops());
          pool.add(new PoolFarmer(pool.size(), farmer.planted, stake));
          expected += decision == null ? 0 : decision.reward().stroops() / 1e7;
        }
      }
      BlockRun run =
          new BlockRun(
              index,
              block,
              match.model(),
              timing,
              match.rate(),
              pool,
              SeededRandom.of(match.seed(), number, Match.HASHES),
              SeededRandom.of(match.seed(), number, Match.TRANSACTIONS));
      List<OtherFarmer> others =
          match
              .field()
              .block(match.model(), timing, SeededRandom.of(match.seed(), number, Match.FIELD));
      Tally tally = run.play(pool.isEmpty() ? new Nobody() : plan, others);
      Block closed = tally.closed();
      double came = 0;
      for (PoolFarmer farmer : pool) {
        double reward = reward(closed, farmer, index);
        came += reward;
        double worth =
            (reward * (10_000 - SHARE) / 10_000 - lost(farmer)) * prices.at(step + 1)
                - fees(farmer);
        if (number >= 0) {
          profit += worth * STANDS_FOR;
          foresight += Math.max(worth, 0) * STANDS_FOR;
          planted++;
        }
      }
      if (number >= 0 && expected > 0 && came > 0) {
        forecasts.add(new Forecasted(expected, came));
      }
      samples.add(
          new FieldSample(
              index,
              RewardForecast.parts(closed),
              ownParts(closed, pool),
              closed.stakedTotal().doubleValue() / 1e7,
              expected,
              came,
              field.map(Field::factor).orElse(1.0)));
      if (samples.size() > Field.BLOCKS) {
        samples.removeFirst();
      }
      block = tally.next(block.timestamp() + timing.duration());
    }
    int farmers = match.farmers();
    return new Way(
        profit / farmers,
        foresight / farmers,
        (double) planted / Math.max(1, (long) blocks * farmers),
        forecasts);
  }

  private Map<UUID, FarmDecision> decide(
      FarmWhen when,
      Optional<Field> field,
      Block block,
      long index,
      Optional<Price> price,
      List<PoolFarmer> all,
      int number) {
    if (field.isEmpty()) {
      return Map.of();
    }
    double pace = match.model().ledgerSeconds().mean();
    RewardForecast forecast =
        new RewardForecast(index, block, field.get(), RewardForecast.gap(Timing.INTERVAL, pace));
    List<ChoiceCandidate> candidates = new ArrayList<>();
    for (PoolFarmer farmer : all) {
      Kale stake =
          Kale.ofStroops(farmer.stake.min(block.maxStake().max(BigInteger.ZERO)).longValue());
      candidates.add(new ChoiceCandidate(id(farmer), POOLER, when, stake, SHARE));
    }
    // the turns rotate, as the pool's do
    Collections.rotate(candidates, number);
    PoolChoice choice =
        new PoolChoice(
            forecast,
            price,
            MAINNET,
            LOSS_RISK,
            0,
            (_, farmers) -> match.rate() * Timing.INTERVAL / farmers);
    return choice.decide(candidates);
  }

  private static UUID id(PoolFarmer farmer) {
    return new UUID(2, farmer.number);
  }

  private static double reward(Block closed, PoolFarmer farmer, long index) {
    if (!farmer.worked()) {
      return 0;
    }
    Pail pail =
        new Pail(
            farmer.planted, (long) farmer.landedGap(), farmer.stake, (long) farmer.landedZeros());
    return Reward.of(closed, pail, index).doubleValue() / 1e7;
  }

  private static double lost(PoolFarmer farmer) {
    return farmer.worked() ? 0 : farmer.stake.doubleValue() / 1e7;
  }

  private static double fees(PoolFarmer farmer) {
    Xlm plant = farmer.stake.signum() > 0 ? MAINNET.plant() : MAINNET.plantWithoutStake();
    Xlm harvest = farmer.worked() ? MAINNET.harvest() : Xlm.ZERO;
    return plant.plus(MAINNET.work().times(farmer.sends())).plus(harvest).stroops() / 1e7;
  }

  private static double ownParts(Block closed, List<PoolFarmer> pool) {
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

  /** The plan of a pool that has nobody to work for. */
  private static final class Nobody implements Strategy {
    @Override
    public String name() {
      return "nobody";
    }

    @Override
    public void mine(BlockRun run, double from, double to) {
      // there is nobody to mine for
    }
  }
}
