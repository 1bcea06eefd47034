package org.kalepool.profit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;

/** What a choice came to beside planting as wished: a pot of 1 200 KALE at 0.001 XLM. */
final class ShortfallTest {
  private static final Kale POT = Kale.parse("1200");
  private static final Price PRICE = Price.parse("0.001");
  private static final Xlm FEES = Xlm.parse("0.0054");

  private static Shortfall of(double wished, double parts, Xlm spared, double own, double all) {
    Shortfall.Made made = new Shortfall.Made(wished, parts, spared, 5_000);
    return Shortfall.of(made, own, all, made.missed(), POT, PRICE);
  }

  @Test
  void aPailAsWishedIsWorthWhatItIsAndNothingIsLost() {
    // 2 of 100 parts: 24 KALE, 12 of them the farmer's
    assertThat(of(1.5, 1.5, Xlm.ZERO, 2, 100))
        .isEqualTo(new Shortfall(Xlm.parse("0.012"), Xlm.ZERO));
  }

  @Test
  void whatWasLeftOutWouldHaveSharedTheBlockWithTheOthers() {
    // 2 of 98 + 2 parts
    assertThat(of(2, 0, FEES, 0, 98))
        .isEqualTo(new Shortfall(Xlm.parse("0.012"), Xlm.parse("0.0066")));
  }

  @Test
  void whereTheFeesAreMoreThanItWouldHaveBroughtTheFarmerIsAhead() {
    assertThat(of(0.5, 0, FEES, 0, 99.5))
        .isEqualTo(new Shortfall(Xlm.parse("0.003"), Xlm.parse("-0.0024")));
  }

  @Test
  void ofAPailWithoutItsStakeOnlyThatIsMissed() {
    // 2 of 99 parts beside 3 of 100: 24.2424242 and 36 KALE
    Shortfall came = of(2.5, 1.5, Xlm.parse("0.0006"), 2, 99);
    assertThat(came.always()).isEqualTo(Xlm.parse("0.018"));
    assertThat(came.behind()).isEqualTo(Xlm.parse("0.0052788"));
  }

  @Test
  void whoWasPlantedHasMoreSinceOthersWereNot() {
    // 2 of 80 parts instead of 2 of 100: 30 and 24 KALE
    Shortfall.Made made = new Shortfall.Made(1.5, 1.5, Xlm.ZERO, 5_000);
    assertThat(Shortfall.of(made, 2, 80, 20, POT, PRICE))
        .isEqualTo(new Shortfall(Xlm.parse("0.012"), Xlm.parse("-0.003")));
  }

  @Test
  void aPlantThatFailedIsNoChoice() {
    assertThat(of(1.5, 1.5, Xlm.ZERO, 0, 100)).isEqualTo(new Shortfall(Xlm.ZERO, Xlm.ZERO));
  }
}
