package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.kalepool.exit.SplitPlanRepository.Unseen;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Movements.Kind;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.testing.FarmRows;

/** Which of several requested payouts has closed an account that is gone. */
class UnseenSplitsTest {
  private static final Split TEN_AND_NINETY = Split.of(SplitTest.books(100, 20, 0));
  private static final Optional<List<Movement>> FORGOTTEN = Optional.empty();

  private static Unseen requested(long transaction, Split split) {
    ExitDecision.Lumens lumens =
        new ExitDecision.Lumens(Xlm.parse("2"), Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, false);
    return new Unseen(
        transaction,
        new Hash("ab".repeat(32)),
        900,
        new SplitPlanRepository.Plan(split, lumens, false, SplitTest.POOLER));
  }

  private static Optional<List<Movement>> sent(long... stroops) {
    return Optional.of(LongStream.of(stroops).mapToObj(UnseenSplitsTest::movement).toList());
  }

  private static Movement movement(long stroops) {
    return new Movement(
        Kind.SENT,
        Kale.ofStroops(stroops),
        950,
        1_800_000_000,
        new Hash("ab".repeat(32)),
        FarmRows.address("payout"),
        List.of());
  }

  @Test
  void theLastOfThoseThatAreAllTheSame() {
    Unseen last = requested(2, TEN_AND_NINETY);
    List<Unseen> both = List.of(last, requested(1, TEN_AND_NINETY));
    assertThat(UnseenSplits.closing(both, FORGOTTEN)).contains(last);
    assertThat(UnseenSplits.closing(both, sent(10, 90))).contains(last);
  }

  @Test
  void noneWhereTheAccountHasSentSomethingElse() {
    List<Unseen> one = List.of(requested(1, TEN_AND_NINETY));
    assertThat(UnseenSplits.closing(one, sent(10, 91))).isEmpty();
    assertThat(UnseenSplits.closing(one, sent())).isEmpty();
  }

  @Test
  void noneWhereTheyDiffer() {
    Split other = Split.of(SplitTest.books(101, 20, 0));
    List<Unseen> both = List.of(requested(2, TEN_AND_NINETY), requested(1, other));
    assertThat(UnseenSplits.closing(both, FORGOTTEN)).isEmpty();
  }

  @Test
  void noneThatWasToLeaveTheAccountOpen() {
    List<Unseen> one = List.of(requested(1, TEN_AND_NINETY.keeping(_ -> true)));
    assertThat(UnseenSplits.closing(one, FORGOTTEN)).isEmpty();
  }
}
