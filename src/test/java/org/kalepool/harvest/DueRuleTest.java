package org.kalepool.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

class DueRuleTest {
  private static final Address FARMER = Address.account(new byte[32]);

  private static OpenPail pail(
      int interval, boolean leaving, @Nullable Long blockLiveUntil, int attempts) {
    return new OpenPail(
        new UUID(0, 1),
        new UUID(0, 2),
        FARMER,
        100,
        Kale.ZERO,
        interval,
        leaving,
        1_000,
        40L,
        5L,
        blockLiveUntil,
        1_060,
        1_050,
        attempts,
        attempts == 0 ? 0 : 2_000,
        false,
        0,
        false);
  }

  private static DueRule at(long index, long ledger) {
    return DueRule.of(index, ledger, 17_280, 10, 180);
  }

  @Test
  void isDueOnceTheIntervalHasPassedAndNotBefore() {
    OpenPail pail = pail(3, false, 18_278L, 0);
    assertThat(at(102, 1_200).isDue(pail)).isFalse();
    assertThat(at(103, 1_260).isDue(pail)).isTrue();
  }

  @Test
  void isNeverDueWhileItsBlockRuns() {
    assertThat(at(100, 18_000).isDue(pail(1, true, 18_278L, 0))).isFalse();
    assertThat(at(101, 1_061).isDue(pail(1, false, 18_278L, 0))).isTrue();
  }

  @Test
  void isDueAtOnceForAFarmerWhoLeaves() {
    assertThat(at(101, 1_061).isDue(pail(250, true, 18_278L, 0))).isTrue();
  }

  @Test
  void isDueATenthOfItsLifeBeforeTheBlockOrThePailEnds() {
    OpenPail blockFirst = pail(250, false, 18_000L, 0);
    assertThat(at(200, 18_000 - 1_729).isDue(blockFirst)).isFalse();
    assertThat(at(200, 18_000 - 1_728).isDue(blockFirst)).isTrue();
    OpenPail pailFirst = pail(250, false, 99_999L, 0);
    assertThat(at(200, 18_279 - 1_729).isDue(pailFirst)).isFalse();
    assertThat(at(200, 18_279 - 1_728).isDue(pailFirst)).isTrue();
  }

  @Test
  void takesAQuarterOfTheShortestLives() {
    assertThat(DueRule.of(1, 1, 720, 10, 180).margin()).isEqualTo(180);
    assertThat(DueRule.of(1, 1, 400, 10, 180).margin()).isEqualTo(100);
    assertThat(DueRule.of(1, 1, 4_096, 10, 180).margin()).isEqualTo(409);
  }

  @Test
  void theLongestIntervalFitsIntoADayOfLedgers() {
    // 250 blocks of 61 ledgers each, opened at ledger 1 000
    OpenPail pail = pail(250, false, 1_000L + 17_279, 0);
    assertThat(at(349, 1_000 + 249 * 61).isDue(pail)).isFalse();
    assertThat(at(350, 1_000 + 250 * 61).isDue(pail)).isTrue();
  }

  @Test
  void aBlockThatWasNeverReadMayEndAnyTime() {
    assertThat(at(101, 1_061).isDue(pail(250, false, null, 0))).isTrue();
  }

  @Test
  void pausesTwiceAsLongAfterEachFailureButNotNearTheEnd() {
    assertThat(at(101, 2_005).mayTryAgain(pail(1, false, 18_278L, 1))).isFalse();
    assertThat(at(101, 2_006).mayTryAgain(pail(1, false, 18_278L, 1))).isTrue();
    assertThat(at(101, 2_023).mayTryAgain(pail(1, false, 18_278L, 3))).isFalse();
    assertThat(at(101, 2_024).mayTryAgain(pail(1, false, 18_278L, 3))).isTrue();
    assertThat(at(101, 2_599).mayTryAgain(pail(1, false, 18_278L, 60))).isFalse();
    assertThat(at(101, 2_600).mayTryAgain(pail(1, false, 18_278L, 60))).isTrue();
    assertThat(at(101, 2_012).mayTryAgain(pail(1, false, 2_100L, 60))).isTrue();
  }
}
