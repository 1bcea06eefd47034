package org.kalepool.work.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.work.plan.LedgerFill.Kind;
import org.kalepool.work.plan.LedgerFill.Next;
import org.kalepool.work.plan.LedgerFill.Turn;

/** Which works go now where a ledger does not take all. */
class LedgerFillTest {
  private static final int ROOM = 10;
  private static final double EARLY = 40;
  private static final double LATE = 9;

  private final List<Turn<String>> turns = new ArrayList<>();

  private LedgerFillTest turns(int count, Kind kind, int ledgers) {
    for (int i = 0; i < count; i++) {
      turns.add(new Turn<>(kind + " in " + ledgers + " no. " + i, kind, ledgers));
    }
    return this;
  }

  private List<String> now(int asked, double left) {
    return LedgerFill.together(turns, new Next(ROOM, 30, asked, left));
  }

  private static long of(List<String> works, String kind) {
    return works.stream().filter(work -> work.startsWith(kind)).count();
  }

  @Test
  void whereALedgerTakesAllEachGoesInItsTurn() {
    turns(1, Kind.FIRST, 0).turns(1, Kind.BETTER_FIRST, 0).turns(5, Kind.FIRST, 1);
    turns(1, Kind.FINAL, 0).turns(5, Kind.FINAL, 1);
    assertThat(LedgerFill.together(turns, new Next(ROOM, ROOM, 0, EARLY)))
        .isEqualTo(LedgerFill.inTurn(turns))
        .containsExactly("FIRST in 0 no. 0", "BETTER_FIRST in 0 no. 0", "FINAL in 0 no. 0");
  }

  @Test
  void nobodyGoesBeforeAnybodysTurn() {
    turns(30, Kind.FIRST, 1).turns(30, Kind.FINAL, 1);
    assertThat(now(0, EARLY)).isEmpty();
  }

  @Test
  void whoseTurnIsNextFillTheLedgerOfThoseWhoseTurnItIs() {
    turns(3, Kind.FINAL, 0).turns(4, Kind.FINAL, 2).turns(4, Kind.FINAL, 1);
    List<String> now = now(0, EARLY);
    assertThat(now).hasSize(ROOM);
    assertThat(of(now, "FINAL in 0")).isEqualTo(3);
    assertThat(of(now, "FINAL in 1")).isEqualTo(4);
    assertThat(of(now, "FINAL in 2")).isEqualTo(3);
  }

  @Test
  void aFinalWorkGoesNoMoreThanTwoLedgersBeforeItsTurn() {
    turns(1, Kind.FINAL, 0).turns(5, Kind.FINAL, 3);
    assertThat(now(0, EARLY)).containsExactly("FINAL in 0 no. 0");
  }

  @Test
  void allWhoseFinalTurnItIsGoAlsoBeyondWhatALedgerIsTakenToHold() {
    turns(14, Kind.FINAL, 0).turns(5, Kind.FIRST, 0).turns(5, Kind.FINAL, 1);
    assertThat(now(0, EARLY)).hasSize(14).allMatch(work -> work.startsWith("FINAL in 0"));
  }

  @Test
  void whatWasAskedForInThisLedgerAlreadyTakesItsRoom() {
    turns(2, Kind.FINAL, 0).turns(9, Kind.FIRST, 1);
    assertThat(now(6, EARLY)).hasSize(4);
    assertThat(now(12, EARLY)).hasSize(2);
  }

  @Test
  void firstWorksWaitUntilHalfALedgerIsFull() {
    turns(2, Kind.FIRST, 0).turns(2, Kind.FIRST, 5);
    assertThat(now(0, EARLY)).isEmpty();
    turns(1, Kind.FINAL, 1);
    assertThat(now(0, EARLY)).hasSize(5);
  }

  @Test
  void firstWorksWaitForNobodyWhereTheEndIsNear() {
    turns(1, Kind.FIRST, 0);
    assertThat(now(0, LATE + 0.5)).isEmpty();
    assertThat(now(0, LATE)).hasSize(1);
  }

  @Test
  void firstWorksFillWhatFinalOnesLeave() {
    turns(1, Kind.FINAL, 0).turns(2, Kind.FIRST, 0).turns(2, Kind.FIRST, 20);
    assertThat(now(0, EARLY)).hasSize(5);
  }

  @Test
  void aBetterFirstWorkGoesOnlyWhereOthersDo() {
    turns(20, Kind.BETTER_FIRST, 0);
    assertThat(now(0, EARLY)).isEmpty();
    assertThat(now(0, LATE)).isEmpty();
    assertThat(now(3, EARLY)).hasSize(7);
  }

  @Test
  void betterFinalWorksGoInTheirTurnWhileThereAreManyOrTheEndIsFar() {
    turns(1, Kind.BETTER_FINAL, 0);
    assertThat(LedgerFill.together(turns, new Next(40, 90, 0, 6.5))).hasSize(1);
    assertThat(LedgerFill.together(turns, new Next(40, 90, 0, 6))).isEmpty();
    turns(3, Kind.BETTER_FINAL, 0);
    assertThat(LedgerFill.together(turns, new Next(40, 90, 0, 6))).hasSize(4);
    assertThat(LedgerFill.together(turns, new Next(40, 90, 0, 1))).hasSize(4);
  }

  @Test
  void aFewBetterFinalWorksWaitForTheLastCallOrForCompany() {
    turns(3, Kind.BETTER_FINAL, 0);
    for (double left : new double[] {5, 4, 3, 1.5, 1, 0, -3}) {
      assertThat(LedgerFill.together(turns, new Next(40, 90, 0, left))).as(left + "").isEmpty();
    }
    assertThat(LedgerFill.together(turns, new Next(40, 90, 0, 2.5))).hasSize(3);
    assertThat(LedgerFill.together(turns, new Next(40, 90, 0, 1.6))).hasSize(3);
    assertThat(LedgerFill.together(turns, new Next(40, 90, 1, 1))).hasSize(3);
    turns(1, Kind.FINAL, 0);
    assertThat(LedgerFill.together(turns, new Next(40, 90, 0, 1))).hasSize(4);
  }
}
