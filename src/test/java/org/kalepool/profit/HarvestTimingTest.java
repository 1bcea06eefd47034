package org.kalepool.profit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.profit.HarvestTiming.Wish;

/** Whether pails are harvested now or with the next ones. */
final class HarvestTimingTest {
  private static final Xlm FEE = Xlm.ofStroops(13_254);
  private static final int BATCH = 25;

  /** A block in which a stake of 5 000 KALE counts in full. */
  private static RewardForecast forecast() {
    Block limits =
        new Block(
            0,
            2,
            BigInteger.ZERO,
            4,
            52,
            BigInteger.valueOf(50_000_000_000L),
            8,
            Hash.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO);
    return new RewardForecast(80_000, limits, new Field(60, 0, 1), 50);
  }

  private static int blocks(long units, Xlm fee, int together, Wish wish) {
    return new HarvestTiming(forecast(), Price.ofUnits(units), fee, together, 0.0005)
        .blocks(wish, 5_000, 1.5, 10);
  }

  private static Wish wish(String kale, int percentage, int longest) {
    return new Wish(Kale.parse(kale), percentage, longest);
  }

  @Test
  void withoutAStakeNothingLiesIdleAndAllThatMayWaitWaitsForOneTransaction() {
    assertThat(blocks(50_000_000_000L, FEE, BATCH, wish("1000", 0, 12))).isEqualTo(12);
  }

  @Test
  void aStakeThatEarnsMoreThanAHarvestCostsIsFreedAtOnce() {
    Wish rich = wish("4000", 100, 12);
    assertThat(blocks(1_000_000_000_000L, FEE, BATCH, rich)).isEqualTo(1);
    assertThat(blocks(1_000_000_000_000L, FEE.times(1_000), BATCH, rich))
        .as("dear fees")
        .isEqualTo(12);
    assertThat(blocks(1_000_000L, FEE, BATCH, rich)).as("KALE worth nothing").isEqualTo(12);
  }

  @Test
  void betweenTheTwoSomeGoTogether() {
    assertThat(blocks(50_000_000_000L, FEE, BATCH, wish("300", 50, 250))).isBetween(2, 200);
  }

  @Test
  void aStakeThatCountsInFullHoweverLongItWaitsHasNoHurry() {
    assertThat(blocks(1_000_000_000_000L, FEE, BATCH, wish("5000000", 50, 12))).isEqualTo(12);
  }

  @Test
  void whereEachGoesByItselfWaitingSavesNothing() {
    assertThat(blocks(50_000_000_000L, FEE, 1, wish("300", 50, 12))).isEqualTo(1);
    assertThat(blocks(50_000_000_000L, FEE, 1, wish("300", 0, 12))).as("nor costs").isEqualTo(12);
  }

  @Test
  void ofAVaultThePoolerPaysTheHarvestsSoThatItsFarmerSavesNothingByWaiting() {
    HarvestTiming account =
        new HarvestTiming(forecast(), Price.ofUnits(50_000_000_000L), FEE, BATCH, 0.0005);
    Wish staked = wish("300", 50, 250);
    assertThat(account.blocks(staked, 5_000, 1.5, 10)).isGreaterThan(1);
    assertThat(account.atThePoolersCost().blocks(staked, 5_000, 1.5, 10)).isEqualTo(1);
    Wish idle = wish("300", 0, 12);
    assertThat(account.atThePoolersCost().blocks(idle, 5_000, 1.5, 10))
        .as("as wished")
        .isEqualTo(12);
  }

  @Property(tries = 500, seed = "20261130")
  void isNeverLaterThanTheFarmerWishesNorLaterForADearerKale(
      @ForAll @LongRange(min = 1_000_000, max = 10_000_000_000_000L) long units,
      @ForAll @LongRange(min = 0, max = 100_000) long kale,
      @ForAll @IntRange(min = 0, max = 100) int percentage,
      @ForAll @IntRange(min = 1, max = 250) int longest) {
    Wish wish = new Wish(Kale.parse(Long.toString(kale)), percentage, longest);
    int cheap = blocks(units, FEE, BATCH, wish);
    assertThat(cheap).isBetween(1, longest);
    assertThat(blocks(3 * units, FEE, BATCH, wish)).isLessThanOrEqualTo(cheap);
  }
}
