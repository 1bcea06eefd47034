package org.kalepool.work.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NetworkLogTest {
  @Test
  void assumesTheUsualUntilItKnowsBetter() {
    assertThat(new NetworkLog().measures(false)).isEqualTo(NetworkMeasures.prior());
  }

  @Test
  void forgetsTheAssumedPaceOnceItHasSeenEnoughLedgers() {
    NetworkLog log = new NetworkLog();
    for (int ledger = 0; ledger <= 60; ledger++) {
      log.ledgerClosed(100 + ledger, 5_000 + ledger);
    }
    assertThat(log.measures(false).ledgerSeconds()).isEqualTo(Spread.always(1));
  }

  @Test
  void spreadsSkippedLedgersEvenlyAndIgnoresOnesSeenBefore() {
    NetworkLog log = new NetworkLog();
    log.ledgerClosed(100, 5_000);
    for (int pair = 1; pair <= 40; pair++) {
      log.ledgerClosed(100 + 2 * pair, 5_000 + 11 * pair);
      log.ledgerClosed(99, 4_000);
    }
    Spread pace = log.measures(false).ledgerSeconds();
    assertThat(pace.mean()).isCloseTo(5.5, within(1e-9));
    assertThat(pace.at(5)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void learnsHowLongSendsTakeAndHowManyAreLost() {
    NetworkLog log = new NetworkLog();
    for (int send = 0; send < 90; send++) {
      log.workLanded(2);
    }
    for (int send = 0; send < 10; send++) {
      log.workLost();
    }
    assertThat(log.measures(false).landing().at(2)).isCloseTo(0.93, within(0.001));
    assertThat(log.measures(false).landing().at(1)).isCloseTo(0.06, within(0.001));
    assertThat(log.measures(false).lost()).isCloseTo(0.091, within(0.001));
  }

  @Test
  void letsOldBlocksFade() {
    NetworkLog log = new NetworkLog();
    for (int block = 0; block < 100; block++) {
      log.blockOpened(0, false);
    }
    for (int block = 0; block < 60; block++) {
      log.blockOpened(4, false);
    }
    assertThat(log.measures(false).openingDelay().at(4)).isGreaterThan(0.6);
  }

  @Test
  void expectsThePoolsOwnEarlyPlantsToOpenBlocksAtOnceHoweverLateTheyOpenedBefore() {
    NetworkLog log = new NetworkLog();
    for (int block = 0; block < 100; block++) {
      log.blockOpened(1, false);
    }
    assertThat(log.measures(true).openingDelay()).isEqualTo(Spread.always(0));
    for (int block = 0; block < 100; block++) {
      log.blockOpened(2, true);
    }
    assertThat(log.measures(true).openingDelay().at(2)).as("as it was seen").isGreaterThan(0.7);
    assertThat(log.measures(false).openingDelay().at(2)).isLessThan(0.2);
  }

  @Test
  void refusesChancesThatAreNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new NetworkMeasures(Spread.of(1), Spread.always(1), Spread.of(1), 0, 100));
  }

  /** Works sent together at this ledger, of which each of the next takes so many at most. */
  private static void sentTogether(NetworkLog log, long sent, int works, int room) {
    for (int work = 0; work < works; work++) {
      log.workLanded(sent, sent + 1 + work / room);
    }
    log.blockOpened(0, false);
  }

  @Test
  void plansForWhatFullLedgersAreSeenToTake() {
    NetworkLog log = new NetworkLog();
    for (int block = 0; block < 8; block++) {
      sentTogether(log, 100 + 60L * block, 250, 60);
    }
    assertThat(log.measures(false).worksPerLedger()).isBetween(60, 62);
  }

  @Test
  void plansForMoreOnceALedgerHasTakenMore() {
    NetworkLog log = new NetworkLog();
    sentTogether(log, 100, 180, 200);
    assertThat(log.measures(false).worksPerLedger()).isEqualTo(180);
  }

  @Test
  void plansAtOnceForWhatFullLedgersTookWhereThatIsMore() {
    NetworkLog log = new NetworkLog();
    sentTogether(log, 100, 1_500, 500);
    assertThat(log.measures(false).worksPerLedger()).isEqualTo(500);
  }

  @Test
  void takesNoLedgerForFullThatLeftAFewWaiting() {
    NetworkLog log = new NetworkLog();
    for (int work = 0; work < 50; work++) {
      log.workLanded(100, work % 3 == 0 ? 102 : 101);
    }
    log.blockOpened(0, false);
    assertThat(log.measures(false).worksPerLedger()).isEqualTo(NetworkMeasures.WORKS_PER_LEDGER);
  }
}
