package org.kalepool.profit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.FarmWhen;
import org.kalepool.kale.Block;
import org.kalepool.kale.Contribution;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Price;
import org.kalepool.kale.Reward;
import org.kalepool.kale.Xlm;

/** Who is planted of many, when it does not pay all of them. */
final class PoolChoiceTest {
  private static final long INDEX = 80_000;
  private static final UUID POOLER = new UUID(1, 1);
  private static final FarmCosts COSTS =
      FarmCosts.of(
          Xlm.ofStroops(24_580), Xlm.ofStroops(13_692), 1.2, Xlm.ofStroops(13_254), Xlm.ZERO);

  private static Block limits(BigInteger staked, BigInteger normalized) {
    return new Block(
        0,
        2,
        BigInteger.ZERO,
        4,
        52,
        BigInteger.valueOf(50_000_000_000L),
        8,
        Hash.ZERO,
        staked,
        normalized);
  }

  private static RewardForecast forecast(double gap) {
    Block block = limits(BigInteger.ZERO, BigInteger.ZERO);
    return new RewardForecast(INDEX, block, new Field(60, 0, 1), gap);
  }

  private static PoolChoice choice(long units) {
    return new PoolChoice(
        forecast(50),
        Optional.of(Price.ofUnits(units)),
        COSTS,
        0.0005,
        0,
        (_, farmers) -> 50e6 * 283 / farmers,
        _ -> null);
  }

  private static Map<UUID, FarmDecision> decide(long units, List<ChoiceCandidate> candidates) {
    return choice(units).decide(candidates);
  }

  private static List<ChoiceCandidate> farmers(int count, FarmWhen when) {
    List<ChoiceCandidate> farmers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      HarvestTiming.Wish harvests = new HarvestTiming.Wish(Kale.parse("200"), 50, 1);
      farmers.add(
          new ChoiceCandidate(
              new UUID(2, i), POOLER, when, false, Kale.parse("100"), 5_000, harvests));
    }
    return farmers;
  }

  private static long planted(Map<UUID, FarmDecision> decided) {
    return decided.values().stream().filter(FarmDecision::plants).count();
  }

  @Test
  void aForecastIsTheContractsOwnRewardWhenEverythingIsAsItWasExpected() {
    RewardForecast forecast = forecast(40);
    BigInteger scale = RewardForecast.scale(forecast.limits());
    BigInteger stake = BigInteger.valueOf(20_000_000_000L);
    BigInteger own = Contribution.of(forecast.limits(), 40, stake, 8).sum();
    Block closed = limits(BigInteger.ZERO, scale.multiply(BigInteger.valueOf(60)).add(own));
    BigInteger reward = Reward.of(closed, new Pail(0, 40L, stake, 8L), INDEX);
    double parts =
        forecast.gapPart()
            + forecast.zerosPart(1e30)
            + forecast.stakePart(Kale.ofStroops(20_000_000_000L));
    assertThat(RewardForecast.parts(closed)).isCloseTo(60 + parts, within(1e-6));
    assertThat((double) forecast.reward(parts, parts).stroops())
        .isCloseTo(reward.doubleValue(), within(10.0));
  }

  @Test
  void whatWasWishedCostsAnAccountItsFeesAndTheFarmerOfAVaultNothing() {
    PoolChoice choice = choice(300_000_000_000L);
    for (boolean vault : List.of(false, true)) {
      ChoiceCandidate farmer =
          new ChoiceCandidate(
              new UUID(2, 1),
              POOLER,
              FarmWhen.WHEN_IT_PAYS_ME,
              vault,
              Kale.parse("100"),
              5_000,
              new HarvestTiming.Wish(Kale.parse("200"), 50, 1));
      FarmDecision decision =
          Objects.requireNonNull(decide(300_000_000_000L, List.of(farmer)).get(farmer.farmer()));
      assertThat(decision.kind()).isEqualTo(FarmDecision.Kind.STAKE);
      assertThat(Choices.Wished.of(farmer, decision, choice, 0).fees())
          .isEqualTo(vault ? Xlm.ZERO : COSTS.fees(true))
          .isEqualTo(decision.fees());
    }
  }

  @Property(tries = 100, seed = "20261120")
  void whoeverIsPlantedGainsAndAllAreDecided(
      @ForAll @IntRange(min = 1, max = 300) int count,
      @ForAll @LongRange(min = 1_000_000_000L, max = 300_000_000_000L) long units) {
    Map<UUID, FarmDecision> decided = decide(units, farmers(count, FarmWhen.WHEN_IT_PAYS_ME));
    assertThat(decided).hasSize(count);
    assertThat(decided.values())
        .allSatisfy(each -> assertThat(each.gain()).isGreaterThanOrEqualTo(Xlm.ZERO));
  }

  @Test
  void betweenTooLittleAndEnoughForAllSomeArePlantedAndTheLastTurnsGoWithout() {
    List<ChoiceCandidate> all = farmers(300, FarmWhen.WHEN_IT_PAYS_ME);
    assertThat(planted(decide(2_000_000_000L, all))).isZero();
    Map<UUID, FarmDecision> some = decide(60_000_000_000L, all);
    assertThat(planted(some)).isBetween(20L, 280L);
    assertThat(some.values()).allMatch(each -> each.plants() || each.saved().isPositive());
    assertThat(some).hasEntrySatisfying(new UUID(2, 0), each -> assertThat(each.plants()).isTrue());
    assertThat(some)
        .hasEntrySatisfying(new UUID(2, 299), each -> assertThat(each.plants()).isFalse());
    assertThat(planted(decide(1_000_000_000_000L, all))).isEqualTo(300);
  }

  @Test
  void whoeverFarmsAlwaysIsPlantedAtAnyPriceAndCountsForTheOthers() {
    List<ChoiceCandidate> all = farmers(10, FarmWhen.ALWAYS);
    assertThat(planted(decide(1, all))).isEqualTo(10);
  }
}
