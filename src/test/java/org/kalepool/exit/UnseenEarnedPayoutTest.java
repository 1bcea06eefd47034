package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** Payouts of what is earned that nobody saw the end of, and those that a backup knows. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class UnseenEarnedPayoutTest extends EarnedPayoutFixture {
  @Test
  void oneOfWhichNobodySawTheEndIsBookedWhereTheAccountHasSentIt() {
    earned(5, "20", 10);
    wish("20");
    sweep.sweep();
    forgotten();
    chain.close(1);
    chain.history().sent(farmer.custodial(), payout, "10", chain.now().ledger(), lastHash());
    chain.setKale(farmer.custodial(), Kale.parse("100"));
    pass(Duration.ofSeconds(60));
    sweep.sweep();
    assertThat(transactions.open()).isEmpty();
    assertThat(newest().state()).isEqualTo("PAID");
    assertThat(paid()).hasSize(1);
  }

  @Test
  void oneOfWhichNobodySawTheEndIsMadeAgainWhereTheAccountHasSentNothing() {
    earned(5, "20", 10);
    wish("20");
    sweep.sweep();
    forgotten();
    pass(Duration.ofSeconds(60));
    sweep.sweep();
    assertThat(paid()).isEmpty();
    assertThat(transactions.open(Action.PAYOUT)).hasSize(1);
  }

  @Test
  void whereNothingIsRememberedTheAccountTellsWhetherItWasPaid() {
    earned(5, "20", 10);
    wish("20");
    sweep.sweep();
    forgotten();
    chain.history().movesFrom(Long.MAX_VALUE);
    pass(Duration.ofSeconds(60));
    chain.setKale(farmer.custodial(), Kale.parse("107"));
    sweep.sweep();
    assertThat(waitingFor()).isEqualTo("BOOKS_DIFFER");
    assertThat(transactions.open()).isEmpty();
    chain.setKale(farmer.custodial(), Kale.parse("100"));
    sweep.sweep();
    assertThat(newest().state()).isEqualTo("PAID");
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.parse("100"));
  }

  /** The account's sequence number is used, and no node knows by what. */
  private void forgotten() {
    db.update(
        "update transactions set built_ledger = ?, sequence = 1 where id = ?",
        chain.now().ledger(),
        sentId());
    refuse(Cause.SEQUENCE_TAKEN);
    chain.setSequence(1);
  }

  private Hash lastHash() {
    return new Hash(fixture.text("select hash from transactions order by id desc limit 1"));
  }

  @Test
  void aRestoredBackupsWishIsWantedNoMoreAndWhatWasOpenOfItIsNotBuiltAnew() {
    earned(5, "20", 10);
    wish("20");
    sweep.sweep();
    fixture.held(farmer);
    assertThat(newest().state()).isEqualTo("RESTORED");
    assertThat(fixture.number("select not_after_time from transactions where id = ?", sentId()))
        .isZero();
    refuse(Cause.BLOCK_CLOSED);
    sweep.sweep();
    assertThat(transactions.open()).isEmpty();
  }
}
