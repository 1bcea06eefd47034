package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;

/** Payouts of which only the sums are told, of what was earned with two poolers. */
class ToldPayoutTest {
  private static final UUID HALF = new UUID(0, 1);
  private static final UUID TENTH = new UUID(0, 2);
  private static final List<Earnings.Terms> TERMS =
      List.of(
          new Earnings.Terms(HALF, 5000, Kale.parse("10"), Kale.ZERO),
          new Earnings.Terms(TENTH, 1000, Kale.parse("20"), Kale.ZERO));

  private static Optional<EarnedSplit> told(Map<UUID, Kale> owed, String toPoolers) {
    return ToldPayout.of(TERMS, owed, Kale.parse("15"), Kale.parse(toPoolers));
  }

  @Test
  void whatTheTermsGiveIsEachOnes() {
    assertThat(told(Map.of(HALF, Kale.parse("2")), "5.5").orElseThrow().toPooler())
        .containsExactly(Map.entry(HALF, Kale.parse("5")), Map.entry(TENTH, Kale.parse("0.5")));
  }

  @Test
  void whatTheyGotLessIsWhatTheyOwed() {
    EarnedSplit split = told(Map.of(HALF, Kale.parse("2")), "3.5").orElseThrow();
    assertThat(split.settled()).isEqualTo(Kale.parse("2"));
    assertThat(split.toFarmer()).isEqualTo(Kale.parse("11.5"));
  }

  @Test
  void anythingElseIsNoneOfTheirs() {
    assertThat(told(Map.of(HALF, Kale.parse("2")), "4")).isEmpty();
    assertThat(told(Map.of(), "3.5")).isEmpty();
    assertThat(told(Map.of(), "6")).isEmpty();
  }
}
