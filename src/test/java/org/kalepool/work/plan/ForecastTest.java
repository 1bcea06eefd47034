package org.kalepool.work.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ForecastTest {
  @Test
  void tellsTheZerosToExpectAndWhatMoreWouldTake() {
    // 50 MH/s for 300 s shared by 10: 1.5e9 hashes each, 16^7 = 2.68e8.
    Forecast forecast = Forecast.of(50e6, 10, 300);
    assertThat(forecast.level()).isEqualTo(7);
    assertThat(forecast.fill()).isCloseTo(5.588, within(0.001));
    assertThat(forecast.meanZeros()).isCloseTo(7.3725, within(0.0001));
    assertThat(forecast.rateForOneMore()).isEqualTo(800e6);
    assertThat(forecast.rateForNextLevel()).isCloseTo(143.17e6, within(0.01e6));
  }

  @Test
  void growsByOneWithSixteenTimesTheHashes() {
    assertThat(Forecast.of(16e6, 3, 300).meanZeros() - Forecast.of(1e6, 3, 300).meanZeros())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void refusesAForecastForNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> Forecast.of(0, 1, 300));
    assertThatIllegalArgumentException().isThrownBy(() -> Forecast.of(1, 0, 300));
    assertThatIllegalArgumentException().isThrownBy(() -> Forecast.of(1, 1, Double.NaN));
  }

  @Test
  void countsOneHashAsWhatItRaisesTheZerosBy() {
    assertThat(Forecast.gainOfOneHash(0, 1)).isCloseTo(1 / 16.0, within(1e-12));
    assertThat(Forecast.gainOfOneHash(0, 2)).isCloseTo(1 / 16.0 + 1 / 256.0, within(1e-12));
    assertThat(Forecast.gainOfOneHash(3, 3)).isZero();
  }

  @Property(tries = 200)
  void agreesWithTheScoredZerosWhereTheLimitsAreFar(
      @ForAll @DoubleRange(min = 1, max = 1e12) double hashes) {
    double mean = Forecast.of(hashes, 1, 1).meanZeros();
    assertThat(Forecast.scoredZeros(hashes, 0, 30)).isCloseTo(mean, within(1e-6));
  }

  @Property(tries = 200)
  void scoredZerosNeverLeaveTheBlocksRange(
      @ForAll @DoubleRange(min = 0, max = 1e15) double hashes,
      @ForAll @IntRange(max = 8) int min,
      @ForAll @IntRange(max = 8) int range) {
    double scored = Forecast.scoredZeros(hashes, min, min + range);
    assertThat(scored).isBetween(0.0, (double) range);
    assertThat(Forecast.scoredZeros(hashes * 2, min, min + range)).isGreaterThanOrEqualTo(scored);
  }
}
