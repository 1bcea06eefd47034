package org.kalepool.profit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;

/** Which stake percentage earns most. */
final class StakeAdviceTest {
  private static final Kale CAP = Kale.parse("5000");
  private static final FarmCosts COSTS =
      FarmCosts.of(
          Xlm.ofStroops(24_580), Xlm.ofStroops(13_692), 1.2, Xlm.ofStroops(13_254), Xlm.ZERO);

  private static RewardForecast forecast() {
    Block limits =
        new Block(
            0,
            2,
            BigInteger.ZERO,
            4,
            52,
            BigInteger.valueOf(CAP.stroops()),
            8,
            Hash.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO);
    return new RewardForecast(80_000, limits, new Field(60, 0, 1), 50);
  }

  private static List<StakeAdvice.Row> rows(String all, int interval, double risk, String price) {
    return StakeAdvice.of(
        forecast(),
        Kale.parse(all),
        CAP,
        interval,
        1.5,
        10,
        5_000,
        risk,
        COSTS,
        Optional.ofNullable(price.isEmpty() ? null : Price.parse(price)));
  }

  private static StakeAdvice.Row at(List<StakeAdvice.Row> rows, int percentage) {
    return rows.stream()
        .filter(row -> row.stakePercentage() == percentage)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsStakedBeyondTheBlocksHighestStakeEarnsNothingMore() {
    List<StakeAdvice.Row> rows = rows("100000", 1, 0.0005, "0.0005");
    assertThat(at(rows, 5).stake()).isEqualTo(Kale.parse("4761.9047619").stroops());
    assertThat(at(rows, 10).stake()).isEqualTo(CAP.stroops());
    assertThat(at(rows, 100).earnsADay()).isEqualTo(at(rows, 10).earnsADay());
    assertThat(StakeAdvice.best(rows).stakePercentage()).as("the least of equals").isEqualTo(10);
  }

  @Test
  void aDayIsTheFarmersPartOf288BlocksLessTheStakesThatAreLostAndTheFeesAtThePrice() {
    StakeAdvice.Row row = at(rows("1000", 1, 0.0005, "0.0005"), 100);
    assertThat(row.stake()).isEqualTo(Kale.parse("500").stroops());
    double parts = 1.5 + 0.1;
    Kale reward = forecast().reward(parts, 10 + parts);
    assertThat(row.reward()).isEqualTo(reward.stroops());
    Kale earns = reward.minus(reward.basisPoints(5_000)).minus(Kale.parse("0.25")).times(288);
    assertThat(row.earnsADay()).isEqualTo(earns.stroops());
    Xlm gain = Price.parse("0.0005").worth(earns).minus(COSTS.fees(true).times(288));
    assertThat(row.gainADay()).isEqualTo(gain.stroops());
  }

  @Test
  void whereMoreIsLostThanEarnedOrBurningCostsMoreThanItBringsNothingIsStaked() {
    assertThat(StakeAdvice.best(rows("1000", 1, 0.01, "0.0005")).stakePercentage()).isZero();
    assertThat(StakeAdvice.best(rows("1000", 1, 0.0005, "0.000001")).stakePercentage()).isZero();
    assertThat(StakeAdvice.best(rows("1000", 1, 0.0005, "0.01")).stakePercentage()).isEqualTo(100);
  }

  @Test
  void withoutAPriceItIsToldInKaleAlone() {
    List<StakeAdvice.Row> rows = rows("1000", 12, 0.0005, "");
    assertThat(rows).hasSize(21).allSatisfy(row -> assertThat(row.gainADay()).isNull());
    assertThat(StakeAdvice.best(rows).stakePercentage()).isEqualTo(100);
    assertThat(at(rows, 100).stake())
        .as("a thirteenth, as twelve pails wait")
        .isEqualTo(Kale.parse("1000").stroops() / 13);
  }
}
