package org.kalepool.profit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.FarmWhen;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.profit.FarmDecision.Kind;

/** What is chosen for a farmer, whatever there is to choose from. */
final class FarmDecisionTest {
  private static final FarmCosts COSTS =
      FarmCosts.of(
          Xlm.ofStroops(24_580),
          Xlm.ofStroops(13_692),
          1.2,
          Xlm.ofStroops(13_254),
          Xlm.ofStroops(5_000));

  private static FarmInputs with(FarmInputs of, FarmWhen when, Optional<Price> price) {
    return new FarmInputs(
        when,
        of.vault(),
        price,
        of.stake(),
        of.rewardStaked(),
        of.rewardUnstaked(),
        of.shareBasisPoints(),
        of.lossRisk(),
        of.costs());
  }

  @Provide
  Arbitrary<FarmInputs> inputs() {
    Arbitrary<Long> stakes = Arbitraries.longs().between(0, 50_000_000_000L);
    Arbitrary<Long> bare = Arbitraries.longs().between(0, 1_000_000_000L);
    Arbitrary<Long> more = Arbitraries.longs().between(0, 1_000_000_000L);
    Arbitrary<Integer> shares = Arbitraries.integers().between(0, 10_000);
    Arbitrary<Long> prices = Arbitraries.longs().between(1, 10_000_000_000_000L);
    return Combinators.combine(stakes, bare, more, shares, prices)
        .as(
            (stake, unstaked, extra, share, price) ->
                new FarmInputs(
                    FarmWhen.WHEN_IT_PAYS_ME,
                    false,
                    Optional.of(Price.ofUnits(price)),
                    Kale.ofStroops(stake),
                    Kale.ofStroops(unstaked + (stake == 0 ? 0 : extra)),
                    Kale.ofStroops(unstaked),
                    share,
                    0.0005,
                    COSTS));
  }

  @Property(tries = 1000, seed = "20261110")
  void withoutAPriceAndForWhoeverFarmsAlwaysEverythingIsAsWished(
      @ForAll("inputs") FarmInputs inputs) {
    for (FarmWhen when : FarmWhen.values()) {
      assertThat(FarmDecision.of(with(inputs, when, Optional.empty())).stake())
          .isEqualTo(inputs.stake());
      assertThat(FarmDecision.of(with(inputs, when, Optional.empty())).plants()).isTrue();
    }
    FarmDecision always = FarmDecision.of(with(inputs, FarmWhen.ALWAYS, inputs.price()));
    assertThat(always.plants()).isTrue();
    assertThat(always.stake()).isEqualTo(inputs.stake());
    assertThat(always.saved()).isEqualTo(Xlm.ZERO);
  }

  @Property(tries = 1000, seed = "20261111")
  void whatIsChosenIsNeverWorseThanToFarmAlwaysNorThanNothing(@ForAll("inputs") FarmInputs inputs) {
    FarmDecision chosen = FarmDecision.of(inputs);
    FarmDecision always = FarmDecision.of(with(inputs, FarmWhen.ALWAYS, inputs.price()));
    assertThat(chosen.gain()).isGreaterThanOrEqualTo(always.gain());
    assertThat(chosen.gain()).isGreaterThanOrEqualTo(Xlm.ZERO);
    assertThat(chosen.saved()).isGreaterThanOrEqualTo(Xlm.ZERO);
    assertThat(chosen.gain()).isEqualTo(always.gain().plus(chosen.saved()));
    if (!chosen.plants()) {
      assertThat(chosen.fees()).isEqualTo(Xlm.ZERO);
      assertThat(chosen.stake()).isEqualTo(Kale.ZERO);
    }
  }

  @Property(tries = 1000, seed = "20261112")
  void whoIsPlantedAtAPriceIsPlantedAtAHigherOneUnlessTheRiskOfTheStakeOutweighsAll(
      @ForAll("inputs") FarmInputs inputs,
      @ForAll @LongRange(min = 0, max = 10_000_000_000_000L) long more) {
    FarmInputs free =
        new FarmInputs(
            inputs.when(),
            inputs.vault(),
            inputs.price(),
            inputs.stake(),
            inputs.rewardStaked(),
            inputs.rewardUnstaked(),
            inputs.shareBasisPoints(),
            0,
            inputs.costs());
    Price higher = Price.ofUnits(inputs.price().orElseThrow().units() + more);
    if (FarmDecision.of(free).plants()) {
      assertThat(FarmDecision.of(with(free, free.when(), Optional.of(higher))).plants()).isTrue();
    }
  }

  @Property(tries = 1000, seed = "20261113")
  void whereItPaysBothItPaysTheFarmer(@ForAll("inputs") FarmInputs inputs) {
    FarmDecision both = FarmDecision.of(with(inputs, FarmWhen.WHEN_IT_PAYS_BOTH, inputs.price()));
    if (both.plants()) {
      assertThat(both).isEqualTo(FarmDecision.of(inputs));
      Kale share = both.reward().basisPoints(inputs.shareBasisPoints());
      assertThat(inputs.price().orElseThrow().worth(share))
          .isGreaterThanOrEqualTo(COSTS.electricity());
    }
  }

  private static FarmDecision at(String price, String staked, String unstaked) {
    return FarmDecision.of(
        new FarmInputs(
            FarmWhen.WHEN_IT_PAYS_ME,
            false,
            Optional.of(Price.parse(price)),
            Kale.parse("100"),
            Kale.parse(staked),
            Kale.parse(unstaked),
            5_000,
            0.0005,
            COSTS));
  }

  private static FarmInputs vault(String price, String staked, String unstaked, int share) {
    return new FarmInputs(
        FarmWhen.WHEN_IT_PAYS_ME,
        true,
        Optional.of(Price.parse(price)),
        Kale.parse("100"),
        Kale.parse(staked),
        Kale.parse(unstaked),
        share,
        0.0005,
        COSTS);
  }

  /** Its fees are 14 074 + 4 778 + 16 430 stroops with a stake, 10 404 for the first without. */
  @Test
  void aVaultIsPlantedWhereThePoolersShareIsWorthTheFeesThatItPays() {
    FarmDecision farms = FarmDecision.of(vault("0.001", "40", "20", 1_500));
    assertThat(farms.kind()).isEqualTo(Kind.STAKE);
    assertThat(farms.fees()).isEqualTo(Xlm.ZERO);
    // 34 KALE less the risk
    assertThat(farms.gain()).isEqualTo(Xlm.parse("0.03395"));

    FarmDecision skip = FarmDecision.of(vault("0.001", "40", "20", 850));
    assertThat(skip.kind()).as("3.4 KALE are worth 34 000 stroops").isEqualTo(Kind.SKIP);
    assertThat(skip.saved()).isEqualTo(Xlm.ofStroops(1_282));
    assertThat(skip.stake()).isEqualTo(Kale.ZERO);
  }

  /** The figures of docs/contracts.md, "What they cost". */
  @Test
  void aVaultsBlockCostsWhatWasMeasured() {
    Xlm plant = Xlm.ofStroops(24_758);
    Xlm harvest = Xlm.ofStroops(13_107);
    FarmCosts account = FarmCosts.of(plant, Xlm.ofStroops(13_841), 1, harvest, Xlm.ZERO);
    assertThat(account.fees(true)).isEqualTo(Xlm.ofStroops(51_706));
    FarmCosts together = FarmCosts.of(plant, Xlm.ofStroops(4_749), 1, harvest, Xlm.ZERO);
    assertThat(together.vaultFees(true).stroops()).isBetween(23_736L, 23_738L);
    FarmCosts fewHarvests = FarmCosts.of(plant, Xlm.ofStroops(4_749), 1, Xlm.ZERO, Xlm.ZERO);
    assertThat(fewHarvests.vaultFees(true)).isEqualTo(together.vaultFees(true));
  }

  @Test
  void aVaultIsPlantedWithoutAStakeWhereOnlyThatPaysItsPooler() {
    FarmDecision zero = FarmDecision.of(vault("0.001", "20.3", "20.2", 1_700));
    assertThat(zero.kind()).isEqualTo(Kind.ZERO);
    assertThat(FarmDecision.of(vault("0.001", "40", "20.2", 1_700)).kind()).isEqualTo(Kind.STAKE);
  }

  @Property(tries = 1000, seed = "20261114")
  void whatIsPlantedFromAVaultCostsItsPoolerNothingAndItsFarmerNothingUnlessItIsAlways(
      @ForAll("inputs") FarmInputs account) {
    FarmInputs inputs =
        new FarmInputs(
            account.when(),
            true,
            account.price(),
            account.stake(),
            account.rewardStaked(),
            account.rewardUnstaked(),
            account.shareBasisPoints(),
            account.lossRisk(),
            account.costs());
    FarmDecision chosen = FarmDecision.of(inputs);
    assertThat(chosen.fees()).isEqualTo(Xlm.ZERO);
    assertThat(chosen.gain()).isGreaterThanOrEqualTo(Xlm.ZERO);
    assertThat(chosen.saved()).isGreaterThanOrEqualTo(Xlm.ZERO);
    if (chosen.plants()) {
      Kale share = chosen.reward().basisPoints(inputs.shareBasisPoints());
      assertThat(inputs.price().orElseThrow().worth(share))
          .isGreaterThanOrEqualTo(COSTS.vaultFees(chosen.kind() == Kind.STAKE));
    }
    FarmDecision both = FarmDecision.of(with(inputs, FarmWhen.WHEN_IT_PAYS_BOTH, inputs.price()));
    assertThat(both.plants()).isIn(false, chosen.plants());
    assertThat(FarmDecision.of(with(inputs, FarmWhen.ALWAYS, inputs.price())).plants()).isTrue();
  }

  @Test
  void aStakeThatEarnsLessThanItsFeeAndRiskIsLeftAtHome() {
    assertThat(at("0.001", "32", "20").kind()).isEqualTo(Kind.STAKE);
    FarmDecision zero = at("0.001", "20.1", "20");
    assertThat(zero.kind()).isEqualTo(Kind.ZERO);
    assertThat(zero.saved()).isGreaterThan(Xlm.ZERO);
  }

  @Test
  void whatSkippingSavesIsWhatFarmingWouldHaveLost() {
    FarmDecision skip = at("0.0001", "32", "20");
    assertThat(skip.kind()).isEqualTo(Kind.SKIP);
    // 16 KALE are worth 0.0016 XLM, the risk 0.000005, and the fees are 0.0054264
    assertThat(skip.saved()).isEqualTo(Xlm.parse("0.0038314"));
  }
}
