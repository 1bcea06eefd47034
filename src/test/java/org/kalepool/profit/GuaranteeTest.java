package org.kalepool.profit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.FarmWhen;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.profit.FarmDecision.Kind;

/** That choosing leaves nobody far behind who farms always, whatever the price does afterwards. */
final class GuaranteeTest {
  private static final FarmCosts COSTS =
      FarmCosts.of(
          Xlm.ofStroops(24_580), Xlm.ofStroops(13_692), 1.2, Xlm.ofStroops(13_254), Xlm.ZERO);
  private static final Price CHEAP = Price.parse("0.0001");
  private static final Price DEAR = Price.parse("0.0005");

  private static FarmInputs inputs(FarmWhen when, Price price) {
    return new FarmInputs(
        when,
        false,
        Optional.of(price),
        Kale.parse("100"),
        Kale.parse("32"),
        Kale.parse("20"),
        5_000,
        0.0005,
        COSTS);
  }

  private static FarmDecision decide(FarmWhen when, Xlm room, Price dearest) {
    return FarmDecision.of(inputs(when, CHEAP), Optional.of(new Guarantee(room, dearest)));
  }

  private static Guarantee.Standing standing(long always, long behind, long risked) {
    return new Guarantee.Standing(
        BigDecimal.valueOf(always), BigDecimal.valueOf(behind), BigDecimal.valueOf(risked));
  }

  @Test
  void aBlockIsLeftOutOnlyWhereTheFarmerCanAffordThatThePriceComesBack() {
    // 16 KALE, with luck 32, are worth 0.016 XLM when it does, and 0.0054264 are spared
    Xlm worst = Xlm.parse("0.0105736");
    FarmDecision skip = decide(FarmWhen.WHEN_IT_PAYS_ME, worst, DEAR);
    assertThat(skip.kind()).isEqualTo(Kind.SKIP);
    assertThat(skip.atWorst()).isEqualTo(worst);
    FarmDecision bare = decide(FarmWhen.WHEN_IT_PAYS_ME, worst.minus(Xlm.ofStroops(1)), DEAR);
    assertThat(bare.kind()).as("a stroop less").isEqualTo(Kind.ZERO);
    // the stake's 6 KALE, with luck 12, would be worth 0.006 XLM, and 0.0006409 are spared
    assertThat(bare.atWorst()).isEqualTo(Xlm.parse("0.0053591"));
    FarmDecision planted =
        decide(FarmWhen.WHEN_IT_PAYS_ME, bare.atWorst().minus(Xlm.ofStroops(1)), DEAR);
    assertThat(planted.kind()).as("not even that").isEqualTo(Kind.STAKE);
    assertThat(planted.atWorst()).isEqualTo(Xlm.ZERO);
  }

  @Test
  void whereNotEvenTheDearestPricePaysItIsLeftOutAtOnce() {
    FarmDecision skip = decide(FarmWhen.WHEN_IT_PAYS_ME, Xlm.ZERO, CHEAP);
    assertThat(skip.kind()).isEqualTo(Kind.SKIP);
    assertThat(skip.atWorst()).isEqualTo(Xlm.ZERO);
  }

  @Test
  void whoChoseThatItHasToPayThePoolTooHasNoSuchBound() {
    assertThat(decide(FarmWhen.WHEN_IT_PAYS_BOTH, Xlm.ZERO, DEAR).kind()).isEqualTo(Kind.SKIP);
  }

  @Test
  void whatWasSavedAndAPartOfWhatFarmingAlwaysBringsCanBeRiskedLessWhatIs() {
    assertThat(standing(1_000, 0, 0).room(1)).isEqualTo(Xlm.ofStroops(10));
    assertThat(standing(1_000, -30, 0).room(1)).isEqualTo(Xlm.ofStroops(40));
    assertThat(standing(1_000, 4, 5).room(1)).isEqualTo(Xlm.ofStroops(1));
    assertThat(standing(1_000, 11, 0).room(1)).as("never less than nothing").isEqualTo(Xlm.ZERO);
    assertThat(Guarantee.Standing.NEW.room(1)).isEqualTo(Xlm.ZERO);
  }

  @Property(tries = 500, seed = "20261130")
  void howeverItTurnsOutNobodyIsFurtherBehindThanAllowed(
      @ForAll @Size(min = 2, max = 60) List<@LongRange(min = 1, max = 50_000_000_000L) Long> prices,
      @ForAll @DoubleRange(min = 0, max = 2) double luck) {
    long always = 0;
    long behind = 0;
    for (int block = 0; block + 1 < prices.size(); block++) {
      Price price = Price.ofUnits(prices.get(block));
      // the price that comes is one that is reckoned with
      Price coming = Price.ofUnits(prices.get(block + 1));
      Price dearest = coming.compareTo(price) > 0 ? coming : price;
      FarmInputs inputs = inputs(FarmWhen.WHEN_IT_PAYS_ME, price);
      Guarantee guarantee = Guarantee.of(standing(always, behind, 0), 1, dearest);
      FarmDecision chosen = FarmDecision.of(inputs, Optional.of(guarantee));
      long wished = worth(inputs.rewardStaked(), luck, coming);
      always += wished;
      if (chosen.kind() != Kind.STAKE) {
        long had = chosen.plants() ? worth(inputs.rewardUnstaked(), luck, coming) : 0;
        behind += wished - had - COSTS.fees(true).stroops() + chosen.fees().stroops();
      }
      // two roundings a block
      assertThat(behind).isLessThanOrEqualTo(always / 100 + 2L * block + 2);
    }
  }

  private static long worth(Kale reward, double luck, Price price) {
    Kale came = Kale.ofStroops((long) (reward.stroops() * luck));
    return price.worth(came.minus(came.basisPoints(5_000))).stroops();
  }
}
