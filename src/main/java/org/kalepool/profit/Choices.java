package org.kalepool.profit;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;
import org.kalepool.batch.Batches;
import org.kalepool.farmer.FarmWhen;
import org.kalepool.kale.Block;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.HashOdds;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.HashingRoom;
import org.kalepool.price.Prices;
import org.kalepool.price.Quote;
import org.kalepool.stellar.NetworkTerms;

/** Chooses for the farmers of a block, from what is known before it is planted. */
@Singleton
public final class Choices {
  /** Before anything was measured: some stakes are insured. */
  private static final double USUAL_WORKS = 1.2;

  /** What changes by less than a tenth changes nobody's choice, as a rule; 1/10 000. */
  private static final int NEARLY = 9_000;

  private final BlockFieldRepository fields;
  private final FarmChoiceRepository rows;
  private final Prices prices;
  private final HashingRoom hashing;
  private final Batches batches;
  private final ProfitSettings settings;
  private final Clock clock;
  private volatile @Nullable Ground ground;

  /** By what it was decided last whom a block pays. */
  private record Ground(long block, Xlm plantFee, Optional<Price> price) {
    boolean isWorseThan(Xlm fee, Optional<Price> now) {
      return fee.compareTo(plantFee.basisPoints(NEARLY)) <= 0
          || (price.isPresent()
              && now.filter(it -> it.units() / 10_000.0 * NEARLY >= price.get().units())
                  .isPresent());
    }
  }

  Choices(
      BlockFieldRepository fields,
      FarmChoiceRepository rows,
      Prices prices,
      HashingRoom hashing,
      Batches batches,
      ProfitSettings settings,
      Clock clock) {
    this.fields = fields;
    this.rows = rows;
    this.prices = prices;
    this.hashing = hashing;
    this.batches = batches;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What was chosen for a farmer.
   *
   * @param units of the price, null without one
   * @param factor by which the expectation was corrected
   * @param expectedParts what the pail is expected to contribute, before any correction; 0 for none
   * @param harvestAfter blocks after which its pails are harvested as that pays it most; null for
   *     as it wishes
   * @param wished what it was chosen instead of
   */
  public record Chosen(
      FarmDecision decision,
      FarmWhen when,
      @Nullable Long units,
      double factor,
      double expectedParts,
      @Nullable Integer harvestAfter,
      Wished wished) {
    /** Why nothing is planted, for the record. */
    public String why() {
      return "not planted saves %s XLM at %s XLM for one KALE"
          .formatted(
              decision.saved(), units == null ? "no price" : Price.ofUnits(units).toString());
    }
  }

  /**
   * A plant as wished, beside what was chosen; as far as the farmer has a guarantee, otherwise what
   * was chosen is what was wished.
   *
   * @param parts that it was expected to contribute
   * @param chosenParts the same of what was chosen; 0 where that was nothing
   * @param shareBasisPoints the pooler's part of a reward, 1/10 000
   */
  public record Wished(
      Kale stake, double parts, Xlm fees, double chosenParts, int shareBasisPoints) {
    static Wished of(
        ChoiceCandidate farmer, FarmDecision decision, PoolChoice choice, double rest) {
      double chosen = decision.plants() ? rest + choice.forecast().stakePart(decision.stake()) : 0;
      int share = farmer.shareBasisPoints();
      if (farmer.when() != FarmWhen.WHEN_IT_PAYS_ME) {
        return new Wished(decision.stake(), chosen, decision.fees(), chosen, share);
      }
      double parts = rest + choice.forecast().stakePart(farmer.stake());
      Xlm fees = choice.costs().farmersFees(farmer.vault(), farmer.stake().isPositive());
      return new Wished(farmer.stake(), parts, fees, chosen, share);
    }
  }

  /**
   * Chooses. Nobody is in the answer while nothing is known of the blocks before: then everybody is
   * planted as wished.
   *
   * @param limits by which the block scores
   * @param seconds until it is due
   * @param candidates in the order of their turns
   */
  public Map<UUID, Chosen> decide(
      long block,
      Block limits,
      double seconds,
      NetworkTerms terms,
      List<ChoiceCandidate> candidates) {
    Optional<Field> field = Field.of(fields.newest(Field.MOST), FieldLimits.of(limits));
    if (field.isEmpty() || candidates.isEmpty() || !limits.scorable()) {
      return Map.of();
    }
    Optional<Price> price = price();
    ground = new Ground(block, terms.charged().plant(), price);
    PoolChoice choice =
        choice(block, limits, field.get(), seconds, terms, candidates, price)
            .guaranteed(guarantees(block, price));
    Map<UUID, FarmDecision> decided = choice.decide(candidates);
    Optional<HarvestTiming> timing =
        price.map(
            it ->
                new HarvestTiming(
                    choice.forecast(),
                    it,
                    terms.laterHarvestFee(),
                    batches.possible() ? batches.size() : 1,
                    settings.lossRisk()));
    PoolChoice.Parts parts = choice.parts(candidates);
    Map<UUID, Double> expected = choice.expectedParts(candidates, decided);
    Map<UUID, Chosen> chosen = new HashMap<>();
    Long units = price.map(Price::units).orElse(null);
    for (ChoiceCandidate each : candidates) {
      FarmDecision decision = decided.get(each.farmer());
      if (decision != null) {
        chosen.put(
            each.farmer(),
            new Chosen(
                decision,
                each.when(),
                units,
                field.get().factor(),
                expected.getOrDefault(each.farmer(), 0.0),
                timing
                    .filter(_ -> each.when() != FarmWhen.ALWAYS)
                    .map(it -> harvestAfter(it, each, choice.forecast(), parts))
                    .orElse(null),
                Wished.of(each, decision, choice, parts.rest(each))));
      }
    }
    return chosen;
  }

  private static int harvestAfter(
      HarvestTiming timing,
      ChoiceCandidate farmer,
      RewardForecast forecast,
      PoolChoice.Parts parts) {
    double rest = parts.rest(farmer);
    double others = Math.max(parts.pool() - rest - forecast.stakePart(farmer.stake()), 0);
    return (farmer.vault() ? timing.atThePoolersCost() : timing)
        .blocks(farmer.harvests(), farmer.shareBasisPoints(), rest, others);
  }

  /**
   * Whether a plant has become cheaper or KALE dearer since it was decided last whom this block
   * pays, as when a surge is over: whom it did not pay it may pay now, though less of it is left.
   */
  public boolean looksBetter(long block, NetworkTerms terms) {
    Ground last = ground;
    return last != null
        && last.block() == block
        && last.isWorseThan(terms.charged().plant(), price());
  }

  private Function<UUID, @Nullable Guarantee> guarantees(long block, Optional<Price> price) {
    if (price.isEmpty() || settings.mostBehind() >= Guarantee.WHOLE) {
      return _ -> null;
    }
    Price dearest =
        prices.dearest().filter(it -> it.compareTo(price.get()) > 0).orElse(price.get());
    Map<UUID, Guarantee.Standing> standings = rows.standings(block);
    return farmer ->
        Guarantee.of(
            standings.getOrDefault(farmer, Guarantee.Standing.NEW), settings.mostBehind(), dearest);
  }

  private Optional<Price> price() {
    return prices.now().map(Quote::dearer);
  }

  private PoolChoice choice(
      long block,
      Block limits,
      Field field,
      double seconds,
      NetworkTerms terms,
      List<ChoiceCandidate> candidates,
      Optional<Price> price) {
    RewardForecast forecast =
        new RewardForecast(
            block, limits, field, RewardForecast.gap(seconds, terms.ledgerSeconds()));
    BlockFieldRepository.Worked worked = fields.worked(block - Field.BLOCKS);
    List<BlockFieldRepository.Seated> seated = fields.seated(block);
    Map<UUID, Integer> seats = new HashMap<>();
    seated.forEach(each -> seats.merge(each.pooler(), 1, Integer::sum));
    ToDoubleBiFunction<UUID, Integer> hashes = hashes(limits, seconds, worked, seats);
    double already = 0;
    for (BlockFieldRepository.Seated each : seated) {
      already +=
          forecast.gapPart()
              + forecast.stakePart(Kale.ofStroops(each.stake()))
              + forecast.zerosPart(hashes.applyAsDouble(each.pooler(), 0));
    }
    int pails = candidates.size() + seated.size();
    Xlm electricity =
        ProfitSettings.electricity(settings, Duration.ofSeconds(GameRules.BLOCK_INTERVAL_SECONDS));
    Double works = worked.works();
    FarmCosts costs =
        FarmCosts.of(
            terms.charged().plant(),
            terms.laterWorkFee(),
            works == null ? USUAL_WORKS : Math.max(works, 1),
            terms.laterHarvestFee(),
            Xlm.ofStroops(electricity.stroops() / pails));
    return new PoolChoice(forecast, price, costs, settings.lossRisk(), already, hashes, _ -> null);
  }

  /** By pooler and how many more of its farmers are planted than there are. */
  private ToDoubleBiFunction<UUID, Integer> hashes(
      Block limits, double seconds, BlockFieldRepository.Worked worked, Map<UUID, Integer> seats) {
    Double zeros = worked.zeros();
    double usual =
        zeros == null
            ? HashOdds.power((int) Math.clamp((limits.minZeros() + limits.maxZeros()) / 2, 0, 15))
            : Math.pow(16, Math.min(zeros, 15));
    Map<UUID, OptionalDouble> rates = new HashMap<>();
    return (pooler, more) -> {
      OptionalDouble rate = rates.computeIfAbsent(pooler, hashing::rate);
      int farmers = Math.max(1, more + seats.getOrDefault(pooler, 0));
      return rate.isPresent() ? rate.getAsDouble() * seconds / farmers : usual;
    };
  }

  /** Stores what was chosen, in the caller's database transaction. */
  public void store(long block, Map<UUID, Chosen> chosen) {
    chosen.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> rows.put(each.getKey(), block, each.getValue(), clock.instant()));
  }

  /** Why a farmer was not planted, if that was chosen. */
  public Optional<String> skipped(long block, UUID farmer) {
    return rows.skipped(block, farmer)
        ? Optional.of("it was not expected to pay")
        : Optional.empty();
  }
}
