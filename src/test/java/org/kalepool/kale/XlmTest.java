package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XlmTest {

  @Property(tries = 1000, seed = "20250811")
  void addsAndSubtractsExactlyOrRefuses(@ForAll long a, @ForAll long b) {
    BigInteger wideA = BigInteger.valueOf(a);
    BigInteger wideB = BigInteger.valueOf(b);

    isExactOrRefused(() -> Xlm.ofStroops(a).plus(Xlm.ofStroops(b)), wideA.add(wideB));
    isExactOrRefused(() -> Xlm.ofStroops(a).minus(Xlm.ofStroops(b)), wideA.subtract(wideB));
    isExactOrRefused(() -> Xlm.ofStroops(a).times(b), wideA.multiply(wideB));
    isExactOrRefused(() -> Xlm.ofStroops(a).negate(), wideA.negate());
  }

  private static void isExactOrRefused(Supplier<Xlm> operation, BigInteger exact) {
    if (exact.bitLength() <= 63) {
      assertThat(operation.get()).isEqualTo(Xlm.ofStroops(exact.longValueExact()));
    } else {
      assertThatThrownBy(operation::get).isInstanceOf(ArithmeticException.class);
    }
  }

  @Property(tries = 1000, seed = "20250812")
  void readsBackWhatItWrites(@ForAll long stroops) {
    Xlm amount = Xlm.ofStroops(stroops);

    assertThat(Xlm.parse(amount.toString())).isEqualTo(amount);
  }

  @Property(tries = 1000, seed = "20250813")
  void splitsByBasisPointsWithoutLosingAStroop(
      @ForAll long stroops, @ForAll @IntRange(max = 10_000) int points) {
    Xlm whole = Xlm.ofStroops(stroops);
    Xlm share = whole.basisPoints(points);
    Xlm rest = whole.minus(share);

    assertThat(share.plus(rest)).isEqualTo(whole);
    BigInteger scaledDown =
        BigInteger.valueOf(stroops)
            .multiply(BigInteger.valueOf(points))
            .subtract(BigInteger.valueOf(share.stroops()).multiply(BigInteger.valueOf(10_000)));
    assertThat(scaledDown).isBetween(BigInteger.ZERO, BigInteger.valueOf(9_999));
  }

  @Property(tries = 300, seed = "20250814")
  void ordersLikeItsStroops(@ForAll long a, @ForAll long b) {
    Xlm first = Xlm.ofStroops(a);
    Xlm second = Xlm.ofStroops(b);

    assertThat(Integer.signum(first.compareTo(second))).isEqualTo(Long.compare(a, b));
    assertThat(first.min(second).stroops()).isEqualTo(Math.min(a, b));
    assertThat(first.max(second).stroops()).isEqualTo(Math.max(a, b));
  }

  @ParameterizedTest
  @CsvSource({
    "12.5, 125000000",
    "0.0000001, 1",
    "-3, -30000000",
    "922337203685.4775807, 9223372036854775807",
    "-922337203685.4775808, -9223372036854775808",
  })
  void readsWholeUnits(String text, long stroops) {
    assertThat(Xlm.parse(text)).isEqualTo(Xlm.ofStroops(stroops));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1,5", "0.00000001", "922337203685.4775808", "NaN", "1e400"})
  void refusesWhatIsNoAmount(String text) {
    assertThatThrownBy(() -> Xlm.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsSevenDecimals() {
    assertThat(Xlm.ofStroops(125_000_000)).hasToString("12.5000000");
    assertThat(Xlm.ofStroops(-1)).hasToString("-0.0000001");
    assertThat(Xlm.ZERO).hasToString("0.0000000");
  }

  @Test
  void knowsItsSign() {
    assertThat(Xlm.ZERO.isZero()).isTrue();
    assertThat(Xlm.ofStroops(-1).isNegative()).isTrue();
    assertThat(Xlm.ofStroops(1).isPositive()).isTrue();
    assertThat(Xlm.ZERO.isPositive() || Xlm.ZERO.isNegative()).isFalse();
  }

  @Test
  void refusesBasisPointsBeyondTheWhole() {
    assertThatThrownBy(() -> Xlm.ZERO.basisPoints(10_001))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Xlm.ZERO.basisPoints(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
