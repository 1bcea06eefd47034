package org.kalepool.stellar.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.rpc.Rpc;

/** What our own transactions and ledgers' prices tell of what a place in a ledger needs. */
final class InclusionFeesTest {
  /** Of what a ledger holds: five of these, and a little of others. */
  private static final double FIFTH = 0.18;

  private static final long ONE = 1;

  private final SteppedClock clock = new SteppedClock(Instant.EPOCH);
  private final InclusionFees fees = new InclusionFees(clock, 100, 200_000);

  private void taken(long ledger, int calls, long bid, long price) {
    for (int i = 0; i < calls; i++) {
      fees.taken(ledger, FIFTH, bid, price);
    }
  }

  private void charged(long max, long p99, long p90, long p50, long min) {
    fees.charged(
        new Rpc.GetFeeStatsResponse(
            new Rpc.FeeDistribution(max, min, p50, p50, p90, p90, p99),
            new Rpc.FeeDistribution(max, min, p50, p50, p90, p90, p99),
            100));
  }

  @Test
  void whoIsPassedOverForOthersBidsMore() {
    assertThat(fees.passedOver(true, ONE, 400, FIFTH, 10, 13)).isTrue();
    assertThat(fees.bid(true, 0)).isEqualTo(800);
    assertThat(fees.bid(false, 0)).isEqualTo(100);
    assertThat(fees.crowded()).isFalse();
  }

  @Test
  void aLedgerOrTwoMayPassBeforeAnythingIsTold() {
    assertThat(fees.passedOver(true, ONE, 400, FIFTH, 10, 12)).isFalse();
    assertThat(fees.bid(true, 0)).isEqualTo(100);
  }

  @Test
  void whereOursFillTheLedgersThereIsNobodyToOutbid() {
    taken(11, 5, 400, 400);
    taken(12, 5, 400, 400);
    assertThat(fees.passedOver(true, ONE, 400, FIFTH, 10, 13)).isFalse();
    assertThat(fees.bid(true, 0)).isEqualTo(100);
    assertThat(fees.crowded()).isTrue();
  }

  @Test
  void oursThatBidMoreLeaveNobodyToOutbidEither() {
    taken(11, 5, 2_000, 2_000);
    taken(12, 5, 2_000, 2_000);
    assertThat(fees.passedOver(true, ONE, 400, FIFTH, 10, 13)).isFalse();
  }

  @Test
  void whetherOursLeaveNobodyToOutbidIsOpenUntilAllOfOursAreLookedFor() {
    taken(11, 5, 400, 400);
    taken(12, 4, 400, 400);
    fees.waits(ONE, FIFTH, 12);
    fees.waits(2, FIFTH, 11);
    taken(13, 1, 400, 400);
    assertThat(fees.passedOver(true, ONE, 400, 0.02, 10, 14)).isFalse();
    assertThat(fees.bid(true, 0)).isEqualTo(100);
    fees.waits(2, FIFTH, 13);
    assertThat(fees.passedOver(true, ONE, 400, 0.02, 10, 14)).isTrue();
  }

  @Test
  void ofOneThatHasEndedNothingIsOpen() {
    for (long other = 2; other < 7; other++) {
      fees.waits(other, FIFTH, 10);
    }
    assertThat(fees.passedOver(true, ONE, 400, FIFTH, 10, 13)).isFalse();
    for (long other = 2; other < 7; other++) {
      fees.ended(other);
    }
    assertThat(fees.passedOver(true, ONE, 400, FIFTH, 10, 13)).isTrue();
  }

  @Test
  void aFewOfOursInLedgersThatOthersFillTellThatMoreIsNeeded() {
    taken(11, 2, 400, 400);
    taken(12, 2, 400, 400);
    assertThat(fees.passedOver(true, ONE, 400, FIFTH, 10, 13)).isTrue();
    assertThat(fees.bid(true, 0)).isEqualTo(800);
    assertThat(fees.crowded()).isFalse();
  }

  @Test
  void ledgersOfOthersBetweenOursTellThatMoreIsNeeded() {
    taken(11, 5, 400, 400);
    taken(13, 5, 400, 400);
    assertThat(fees.passedOver(true, ONE, 400, FIFTH, 10, 15)).isTrue();
    assertThat(fees.bid(true, 0)).isEqualTo(800);
  }

  @Test
  void aSmallOneThatHadRoomBesideOursWasLeftOutForOthers() {
    taken(11, 4, 400, 400);
    taken(12, 4, 400, 400);
    assertThat(fees.passedOver(true, ONE, 400, 0.01, 10, 13)).isTrue();
  }

  @Test
  void whatIsNotKnownOfALedgersRoomIsTakenForOthers() {
    fees.taken(11, 0, 400, 400);
    fees.taken(12, 0, 400, 400);
    assertThat(fees.passedOver(true, ONE, 400, 0, 10, 13)).isTrue();
  }

  @Test
  void classicOperationsAreNotHeldAgainstCalls() {
    taken(11, 5, 400, 400);
    taken(12, 5, 400, 400);
    assertThat(fees.passedOver(false, ONE, 400, 0, 10, 13)).isTrue();
    assertThat(fees.bid(false, 0)).isEqualTo(800);
    assertThat(fees.bid(true, 0)).isEqualTo(100);
  }

  @Test
  void thePriceThatOursMakeIsNotTheMarkets() {
    taken(11, 5, 2_000, 2_000);
    charged(2_000, 2_000, 2_000, 150, 100);
    assertThat(fees.market(true)).isEqualTo(new InclusionFees.Market(150, 150));
    assertThat(fees.market(false)).isEqualTo(new InclusionFees.Market(2_000, 2_000));
    assertThat(fees.bid(true, 0)).isEqualTo(150);
  }

  @Test
  void othersPriceIsTheMarketsAlsoWhereOursAreMost() {
    taken(11, 5, 2_000, 700);
    charged(700, 700, 700, 100, 100);
    assertThat(fees.market(true)).isEqualTo(new InclusionFees.Market(700, 700));
  }

  @Test
  void aPriceThatOthersMakeBesideOursCounts() {
    taken(11, 5, 2_000, 2_000);
    charged(9_000, 2_000, 2_000, 100, 100);
    assertThat(fees.market(true)).isEqualTo(new InclusionFees.Market(100, 9_000));
  }

  @Test
  void whatWaitsForOursIsNotDoubledAndWhatWaitsForOthersIs() {
    assertThat(fees.bid(true, 3)).isEqualTo(800);
    taken(11, 5, 100, 100);
    fees.passedOver(true, ONE, 100, FIFTH, 10, 12);
    assertThat(fees.bid(true, 3)).isEqualTo(100);
    assertThat(fees.bid(false, 3)).isEqualTo(800);
  }

  @Test
  void aCrowdOfOursIsForgottenAfterABlocksTime() {
    taken(11, 5, 100, 100);
    fees.passedOver(true, ONE, 100, FIFTH, 10, 12);
    clock.advance(Duration.ofSeconds(359));
    assertThat(fees.crowded()).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(fees.crowded()).isFalse();
  }

  @Test
  void whatLandsForLessThanWasNeededBringsTheBidDown() {
    fees.passedOver(true, ONE, 400, FIFTH, 10, 13);
    fees.landed(true, 300);
    assertThat(fees.bid(true, 0)).isEqualTo(300);
  }
}
