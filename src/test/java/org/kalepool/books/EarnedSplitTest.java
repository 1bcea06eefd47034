package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;

class EarnedSplitTest {
  private static final UUID FIRST = new UUID(1, 1);
  private static final UUID SECOND = new UUID(2, 2);

  private static Earnings.Terms terms(UUID pooler, int points, long earned, long shared) {
    return new Earnings.Terms(pooler, points, Kale.ofStroops(earned), Kale.ofStroops(shared));
  }

  private static Kale stroops(long amount) {
    return Kale.ofStroops(amount);
  }

  @Test
  void manySmallPayoutsShareToTheStroopWhatOneLargeDoes() {
    Random random = new Random(7);
    for (int points : List.of(1, 33, 5_000, 9_999, 10_000)) {
      long earned = 10_007;
      long shared = 0;
      long paid = 0;
      while (shared < earned) {
        long amount = Math.min(earned - shared, 1 + random.nextInt(40));
        EarnedSplit split =
            EarnedSplit.of(
                List.of(terms(FIRST, points, earned, shared)), Map.of(), stroops(amount));
        assertThat(split.toFarmer().plus(split.toPoolers())).isEqualTo(stroops(amount));
        assertThat(split.toFarmer().isNegative()).isFalse();
        paid += split.toPoolers().stroops();
        shared += amount;
      }
      assertThat(paid).as("%d basis points", points).isEqualTo(earned * points / 10_000);
    }
  }

  @Test
  void whatWasEarnedFirstIsPaidFirstEachByItsTerms() {
    List<Earnings.Terms> terms =
        List.of(
            terms(FIRST, 5_000, 100, 40), terms(FIRST, 8_000, 10, 10), terms(SECOND, 1_000, 99, 0));
    EarnedSplit split = EarnedSplit.of(terms, Map.of(), stroops(100));
    assertThat(split.parts())
        .containsExactly(
            new EarnedSplit.Part(FIRST, 5_000, stroops(60), stroops(30), Kale.ZERO),
            new EarnedSplit.Part(SECOND, 1_000, stroops(40), stroops(4), Kale.ZERO));
    assertThat(split.toPooler()).isEqualTo(Map.of(FIRST, stroops(30), SECOND, stroops(4)));
    assertThat(split.toFarmer()).isEqualTo(stroops(66));
    assertThat(EarnedSplit.left(terms)).isEqualTo(stroops(159));
  }

  @Test
  void aPoolersDebtIsTakenFromItsOwnShareAndNoFurther() {
    List<Earnings.Terms> terms =
        List.of(
            terms(FIRST, 5_000, 20, 0), terms(FIRST, 8_000, 10, 0), terms(SECOND, 5_000, 40, 0));
    EarnedSplit split =
        EarnedSplit.of(terms, Map.of(FIRST, stroops(13), SECOND, stroops(50)), stroops(70));
    assertThat(split.parts())
        .containsExactly(
            new EarnedSplit.Part(FIRST, 5_000, stroops(20), Kale.ZERO, stroops(10)),
            new EarnedSplit.Part(FIRST, 8_000, stroops(10), stroops(5), stroops(3)),
            new EarnedSplit.Part(SECOND, 5_000, stroops(40), Kale.ZERO, stroops(20)));
    assertThat(split.settled()).isEqualTo(stroops(33));
    assertThat(split.toFarmer()).isEqualTo(stroops(65));
  }

  @Test
  void moreThanIsLeftOfWhatWasEarnedIsRefused() {
    List<Earnings.Terms> terms = List.of(terms(FIRST, 5_000, 100, 40));
    assertThatThrownBy(() -> EarnedSplit.of(terms, Map.of(), stroops(61)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EarnedSplit.of(terms, Map.of(), Kale.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
