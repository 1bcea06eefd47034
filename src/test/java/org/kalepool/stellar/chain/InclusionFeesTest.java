package org.kalepool.stellar.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What our own transactions tell of the price of a place in a ledger. */
final class InclusionFeesTest {
  private final InclusionFees fees =
      new InclusionFees(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), 100, 200_000);

  @Test
  void whoIsPassedOverWhileOthersAreTakenBidsMore() {
    fees.passedOver(true, 400, 10, 14);
    assertThat(fees.bid(true, 0)).isEqualTo(800);
    assertThat(fees.bid(false, 0)).isEqualTo(100);
  }

  @Test
  void whereOthersOfOursTookThePlacesForNoMoreThereIsNobodyToOutbid() {
    fees.taken(true, 400, 12);
    fees.passedOver(true, 400, 10, 14);
    assertThat(fees.bid(true, 0)).isEqualTo(100);
  }

  @Test
  void placesThatOursTookForMoreTellThatThePriceHasRisen() {
    fees.taken(true, 900, 12);
    fees.passedOver(true, 400, 10, 14);
    assertThat(fees.bid(true, 0)).isEqualTo(800);
  }

  @Test
  void whatWasTakenBeforeItWasSentOrInItsOwnLedgerTellsNothing() {
    fees.taken(true, 100, 10);
    fees.taken(true, 100, 14);
    fees.taken(false, 100, 12);
    fees.passedOver(true, 400, 10, 14);
    assertThat(fees.bid(true, 0)).isEqualTo(800);
  }
}
