package org.kalepool.lab.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmWhen;
import org.kalepool.kale.Block;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.profit.ChoiceCandidate;
import org.kalepool.profit.FarmDecision;
import org.kalepool.profit.Field;
import org.kalepool.profit.FieldLimits;
import org.kalepool.profit.FieldSample;
import org.kalepool.profit.Guarantee;
import org.kalepool.profit.HarvestTiming;
import org.kalepool.profit.PoolChoice;
import org.kalepool.profit.RewardForecast;
import org.kalepool.work.plan.SubmissionSettings;

/**
 * A year of prices for a pool: one block is played for each hour and stands for its twelve. Whoever
 * farms does so by the pool's own plan; whether, by the pool's own rules on what it knows then: the
 * prices before, and the blocks before. What is earned is worth what the price is one block later.
 * The same is played once with everybody farming always; foresight is what could have been chosen
 * in each of its blocks with its rewards and prices known.
 */
final class PayingYear {
  /** Blocks for which one that is played stands. */
  private static final int STANDS_FOR = 12;

  /** Percent. */
  private static final double NO_BOUND = 100;

  private static final double LOSS_RISK = 0.0005;

  /** A plant that fails gets back what its entries would have cost for their lives. */
  private static final Xlm FAILED_PLANT = Xlm.ofStroops(20_000);

  private static final UUID POOLER = new UUID(1, 1);

  private final Match match;
  private final SubmissionSettings settings;
  private final PriceSeries prices;
  private final int blocks;
  private final int redraws;
  private double mostBehind = 1;

  /**
   * @param redraws how often the luck of each block is drawn again, to tell what could be known
   */
  PayingYear(Match match, SubmissionSettings settings, PriceSeries prices, int days, int redraws) {
    this.match = match;
    this.settings = settings;
    this.redraws = redraws;
    this.prices = prices;
    this.blocks = days * PriceSeries.A_DAY / STANDS_FOR;
  }

  /** The same with another bound than the pool's usual one; percent, 100 for none. */
  PayingYear withMostBehind(double percent) {
    mostBehind = percent;
    return this;
  }

  /**
   * All three ways.
   *
   * @param told as ours, but with the price that the reward will have, so that only the luck of a
   *     block is not foreseen
   * @param ruled as ours, but by who knows the rule by which the price jumps, and of prices the
   *     past; null where it does not jump
   */
  record Result(PayingWay always, PayingWay ours, PayingWay told, @Nullable PayingWay ruled) {
    /** The best of what was seen to be possible. */
    double foresight() {
      return Math.max(always.foresight(), ours.foresight());
    }

    /** What can be had on average by who draws the luck again before it chooses; 0 without. */
    double attained() {
      return Math.max(always.attained(), Math.max(ours.attained(), told.attained()));
    }

    /** What nobody can have more than on average who does not know the luck; 0 without redraws. */
    double bound() {
      return Math.max(always.bound(), Math.max(ours.bound(), told.bound()));
    }
  }

  /** What a plant costs that fails, XLM. */
  static double failedPlant() {
    return FAILED_PLANT.stroops() / 1e7;
  }

  Result play() {
    return new Result(
        play(FarmWhen.ALWAYS, KnownPrice.PAST),
        ours(),
        play(FarmWhen.WHEN_IT_PAYS_ME, KnownPrice.COMING),
        prices.jump() ? play(FarmWhen.WHEN_IT_PAYS_ME, KnownPrice.RULE) : null);
  }

  /** The pool's way alone. */
  PayingWay ours() {
    return play(FarmWhen.WHEN_IT_PAYS_ME, KnownPrice.PAST);
  }

  private PayingWay play(FarmWhen when, KnownPrice knows) {
    boolean told = knows != KnownPrice.PAST;
    Planned plan = new Planned(settings, match.model().worksPerLedger());
    Redraws again = new Redraws(match, settings, redraws);
    GuaranteedFarmers guaranteed =
        new GuaranteedFarmers(mostBehind, match.rate() * Timing.INTERVAL / match.farmers());
    List<FieldSample> samples = new ArrayList<>();
    List<Forecasted> forecasts = new ArrayList<>();
    double profit = 0;
    double foresight = 0;
    double average = 0;
    double bound = 0;
    double chosen = 0;
    long planted = 0;
    Block block = Match.start();
    for (int number = -Match.WARM_UP; number < blocks; number++) {
      int step = Math.max(number, 0) * STANDS_FOR;
      Timing timing = match.model().timing(SeededRandom.of(match.seed(), number, Match.TIMING));
      List<PoolFarmer> all = match.pool(SeededRandom.of(match.seed(), number, Match.PLANTS));
      long index = Match.FIRST_BLOCK + number;
      Optional<Field> field = Field.of(samples.reversed(), FieldLimits.of(block));
      Optional<Price> price = number < 0 ? Optional.empty() : Optional.of(knows.of(prices, step));
      boolean bounded = mostBehind < NO_BOUND && number >= 0 && !told;
      Function<UUID, @Nullable Guarantee> guarantees =
          bounded ? guaranteed.at(prices.dearest(step)) : _ -> null;
      PoolChoice choice =
          field.isEmpty() ? null : choice(field.get(), block, index, price, guarantees);
      List<ChoiceCandidate> candidates = candidates(when, block, all, number);
      Map<UUID, FarmDecision> decided = choice == null ? Map.of() : choice.decide(candidates);
      List<PoolFarmer> pool = new ArrayList<>();
      List<UUID> planting = new ArrayList<>();
      double expected = 0;
      double expectedParts =
          choice == null
              ? 0
              : choice.expectedParts(candidates, decided).values().stream()
                  .mapToDouble(Double::doubleValue)
                  .sum();
      for (PoolFarmer farmer : all) {
        FarmDecision decision = decided.get(id(farmer));
        if (decision == null || decision.plants()) {
          BigInteger stake =
              decision == null ? farmer.stake : BigInteger.valueOf(decision.stake().stroops());
          pool.add(new PoolFarmer(pool.size(), farmer.planted, stake));
          planting.add(id(farmer));
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
      Redraws.Expected knowable =
          number >= 0 && again.any()
              ? again.of(number, index, block, pool, prices.at(step + 1))
              : Redraws.Expected.unknown(pool.size());
      for (int place = 0; place < pool.size(); place++) {
        PoolFarmer farmer = pool.get(place);
        double reward = Earned.reward(closed, farmer, index);
        came += reward;
        double worth = Earned.worth(reward, farmer, prices.at(step + 1));
        if (number >= 0) {
          profit += worth * STANDS_FOR;
          foresight += Math.max(worth, 0) * STANDS_FOR;
          average += knowable.worth()[place] * STANDS_FOR;
          bound += Math.max(knowable.worth()[place], 0) * STANDS_FOR;
          chosen += knowable.chosen()[place] * STANDS_FOR;
          planted++;
        }
      }
      if (number >= 0 && choice != null) {
        Map<UUID, Double> own = new HashMap<>();
        for (int place = 0; place < pool.size(); place++) {
          own.put(planting.get(place), Earned.parts(closed, List.of(pool.get(place))));
        }
        guaranteed.over(
            index, closed, choice.forecast(), candidates, decided, own, prices.coming(step));
      }
      if (number >= 0 && expected > 0 && came > 0) {
        forecasts.add(new Forecasted(expected, came, knowable.came()));
      }
      samples.add(
          new FieldSample(
              index,
              RewardForecast.parts(closed),
              Earned.parts(closed, pool),
              expectedParts,
              closed.stakedTotal().doubleValue() / 1e7,
              expected,
              came,
              FieldLimits.of(block)));
      if (samples.size() > Field.MOST) {
        samples.removeFirst();
      }
      block = tally.next(block.timestamp() + timing.duration());
    }
    int farmers = match.farmers();
    return new PayingWay(
        profit / farmers,
        foresight / farmers,
        average / farmers,
        bound / farmers,
        chosen / farmers,
        guaranteed.worst(),
        (double) planted / Math.max(1, (long) blocks * farmers),
        forecasts);
  }

  private static List<ChoiceCandidate> candidates(
      FarmWhen when, Block block, List<PoolFarmer> all, int number) {
    List<ChoiceCandidate> candidates = new ArrayList<>();
    for (PoolFarmer farmer : all) {
      Kale stake =
          Kale.ofStroops(farmer.stake.min(block.maxStake().max(BigInteger.ZERO)).longValue());
      candidates.add(
          new ChoiceCandidate(
              id(farmer),
              POOLER,
              when,
              false,
              stake,
              Earned.SHARE,
              new HarvestTiming.Wish(stake, 0, 1)));
    }
    // the turns rotate, as the pool's do
    Collections.rotate(candidates, number);
    return candidates;
  }

  private PoolChoice choice(
      Field field,
      Block block,
      long index,
      Optional<Price> price,
      Function<UUID, @Nullable Guarantee> guarantees) {
    double pace = match.model().ledgerSeconds().mean();
    return new PoolChoice(
        new RewardForecast(index, block, field, RewardForecast.gap(Timing.INTERVAL, pace)),
        price,
        Earned.MAINNET,
        LOSS_RISK,
        0,
        (_, farmers) -> match.rate() * Timing.INTERVAL / farmers,
        guarantees);
  }

  private static UUID id(PoolFarmer farmer) {
    return new UUID(2, farmer.number);
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
