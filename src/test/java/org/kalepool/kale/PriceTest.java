package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PriceTest {
  private static final BigInteger ONE = BigInteger.TEN.pow(14);

  @Property(tries = 1000, seed = "20261101")
  void readsBackWhatItWrites(@ForAll @LongRange(min = 1) long units) {
    Price price = Price.ofUnits(units);
    assertThat(Price.parse(price.toString())).isEqualTo(price);
  }

  @Property(tries = 1000, seed = "20261102")
  void worthIsExactAndRoundedDown(
      @ForAll @LongRange(min = 1, max = 100_000_000_000_000L) long units,
      @ForAll @LongRange(min = -5_000_000_000_000_000L, max = 5_000_000_000_000_000L) long kale) {
    long worth = Price.ofUnits(units).worth(Kale.ofStroops(kale)).stroops();
    BigInteger exact = BigInteger.valueOf(units).multiply(BigInteger.valueOf(kale));
    assertThat(BigInteger.valueOf(worth).multiply(ONE)).isLessThanOrEqualTo(exact);
    assertThat(BigInteger.valueOf(worth + 1).multiply(ONE)).isGreaterThan(exact);
  }

  @Property(tries = 1000, seed = "20261103")
  void atTheBreakEvenTheRewardPaysTheCostAndOneUnitBelowItDoesNot(
      @ForAll @LongRange(min = 1, max = 10_000_000L) long cost,
      @ForAll @LongRange(min = 1_000, max = 1_000_000_000_000L) long reward) {
    Price even = Price.breakEven(Xlm.ofStroops(cost), Kale.ofStroops(reward));
    assertThat(even.worth(Kale.ofStroops(reward))).isGreaterThanOrEqualTo(Xlm.ofStroops(cost));
    if (even.units() > 1) {
      assertThat(Price.ofUnits(even.units() - 1).worth(Kale.ofStroops(reward)))
          .isLessThan(Xlm.ofStroops(cost));
    }
  }

  @Test
  void aPoolsPriceIsItsLumensByItsKale() {
    assertThat(Price.ofReserves(Kale.parse("2000000"), Xlm.parse("1000")))
        .isEqualTo(Price.parse("0.0005"));
    assertThat(Price.ofReserves(Kale.parse("3"), Xlm.parse("1")).toString())
        .isEqualTo("0.33333333333333");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-1", "0.000000000000001", "100000", "1e9", "1e-2000000000", "x", "٣"})
  void refusesWhatIsNoPrice(String text) {
    assertThatThrownBy(() -> Price.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPoolWithoutOneOfTheTwoHasNoPrice() {
    assertThatThrownBy(() -> Price.ofReserves(Kale.ZERO, Xlm.parse("1")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Price.ofReserves(Kale.parse("1"), Xlm.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
