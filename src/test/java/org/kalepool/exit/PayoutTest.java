package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.books.Books.PoolerPayout;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeBooks;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.PostgresResource;

/** What a leaving farmer is paid, and what is written down of it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class PayoutTest extends ExitFixture {
  @Test
  void paysOutBooksAndSaysSo() {
    leave();
    Map.Entry<Long, TransactionRequest> split = split();
    assertThat(split.getValue().lane()).isEqualTo(farmer.custodial());
    assertThat(split.getValue().notAfter()).isNull();
    assertThat(status().splitSent()).isTrue();

    transactions.settle(split.getKey(), landed());

    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(books.splits())
        .containsExactly(
            new FakeBooks.BookedSplit(
                farmer.id(),
                pooler.id(),
                pooler.wallet(),
                new Books.Payout(
                    List.of(new PoolerPayout(pooler.id(), Kale.parse("10"), Kale.ZERO, Kale.ZERO)),
                    Kale.parse("90"),
                    Xlm.parse("2.99996"),
                    Xlm.ZERO,
                    Xlm.ZERO,
                    Xlm.ZERO)));
    assertThat(
            farm.rows(
                "select earned, pooler_share, owed, to_pooler, from_pooler, to_farmer,"
                    + " xlm_to_farmer, claimable, ledger from splits where farmer_id = ?",
                farmer.id()))
        .containsExactly("200000000 100000000 0 100000000 0 900000000 29999600 f 1010");
    assertThat(departed()).isOne();
  }

  @Test
  void dustInEachLedgerHoldsNoPayout() {
    chain.account(farmer.custodial(), "3.0000001", "100.0000001", "900000000000");
    leave();
    assertThat(((Call.Operations) split().getValue().call()).operations())
        .contains(new Call.PayKale(null, farmer.payout(), Kale.parse("90.0000001")));
    assertThat(books.depositsOfXlm())
        .extracting(it -> it.amount())
        .containsExactly(Xlm.parse("0.0000001"));
  }

  @Test
  void booksTheXlmThatArrivedWhileTheSplitWasInFlight() {
    leave();
    transactions.settle(split().getKey(), landed("3.49996"));

    assertThat(books.depositsOfXlm())
        .containsExactly(
            new FakeBooks.BookedXlm(farmer.id(), Xlm.parse("0.5"), "merged in ledger 1010"));
    assertThat(books.splits())
        .extracting(it -> it.payout().xlmToFarmer())
        .containsExactly(Xlm.parse("3.49996"));
    assertThat(farm.rows("select xlm_to_farmer from splits where farmer_id = ?", farmer.id()))
        .containsExactly("34999600");
  }

  @Test
  void givesBackTheFeesThatThePoolerPaidAndKeepsTheClaimsReserve() {
    books.position(farmer.id(), "100", "20", "0", "3", "0.25");
    chain.account(farmer.payout(), "5");
    leave();
    transactions.settle(split().getKey(), landed("2.24996"));
    assertThat(books.splits())
        .extracting(FakeBooks.BookedSplit::payout)
        .containsExactly(
            new Books.Payout(
                List.of(new PoolerPayout(pooler.id(), Kale.parse("10"), Kale.ZERO, Kale.ZERO)),
                Kale.parse("90"),
                Xlm.parse("2.24996"),
                Xlm.parse("0.5"),
                Xlm.parse("0.25"),
                Xlm.ZERO));
    assertThat(
            farm.rows(
                "select claim_reserve, advance, xlm_to_farmer from splits where farmer_id = ?",
                farmer.id()))
        .containsExactly("5000000 2500000 22499600");
  }

  @Test
  void aFailedSplitIsComputedAfreshAfterAPause() {
    leave();
    long first = split().getKey();
    // A deposit of 1 KALE arrived in between: the trustline could not be removed.
    transactions.settle(
        first,
        new Outcome.Failed(HASH, 1_010, 1_800_000_050, Xlm.ofStroops(400), Cause.OTHER, "op 2"));
    assertThat(state()).isEqualTo(FarmerState.LEAVING);
    assertThat(status().waitingFor())
        .satisfies(
            it -> {
              assertThat(it.code()).isEqualTo("SPLIT_FAILED");
              assertThat(it.cause()).isEqualTo("OTHER");
              assertThat(it.failedAttempts()).isEqualTo(1);
            });
    run();
    assertThat(transactions.open(Action.SPLIT)).isEmpty();

    chain.account(farmer.custodial(), "2.99996", "101", "900000000000");
    books.position(farmer.id(), "101", "20", "0", "2.99996");
    ((SteppedClock) clock).advance(Duration.ofSeconds(5));
    sweep.sweep();
    assertThat(((Call.Operations) split().getValue().call()).operations())
        .contains(new Call.PayKale(null, farmer.payout(), Kale.parse("91")));

    transactions.settle(split().getKey(), landed());
    assertThat(books.splits()).hasSize(1);
    assertThat(farm.rows("select to_farmer from splits where farmer_id = ?", farmer.id()))
        .containsExactly("910000000");
  }

  @Test
  void sweepingTwiceRequestsOneSplit() {
    leave();
    sweep.sweep();
    assertThat(transactions.open(Action.SPLIT)).hasSize(1);
    assertThat(farm.rows("select count(*) from split_plans where farmer_id = ?", farmer.id()))
        .containsExactly("1");
  }

  @Test
  void whoNeverFundedIsGoneWithoutATransaction() {
    farmer = farm.farmer(pooler, FarmerState.REGISTERED);
    books.position(farmer.id(), "0", "0", "0", "0");
    leave();
    assertThat(farmers.find(farmer.id())).isEmpty();
    assertThat(farm.rows("select 1 from lapsed_registrations where id = ?", farmer.id()))
        .containsExactly("1");
    assertThat(transactions.open()).isEmpty();
  }

  @Test
  void aSplitThatLandsAfterASuspensionIsStillBooked() {
    leave();
    farm.moved(farmer.id(), FarmerState.LEAVING, FarmerState.SUSPENDED);
    transactions.settle(split().getKey(), landed());
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(books.splits()).hasSize(1);
  }

  @Test
  void anUnreachableNodeLeavesEverythingAsItWas() {
    chain.setDown(true);
    leave();
    assertThat(state()).isEqualTo(FarmerState.LEAVING);
    assertThat(transactions.open()).isEmpty();
    chain.setDown(false);
    sweep.sweep();
    assertThat(transactions.open(Action.SPLIT)).hasSize(1);
  }

  @Test
  void aLeaverOfWhomTheNodeDoesNotTellYetHoldsUpNoOther() {
    leave();
    transactions.settle(
        split().getKey(), new Outcome.Refused(HASH, Cause.SEQUENCE_TAKEN, "by the test"));
    chain.removeAccount(farmer.custodial());
    chain.history().lag(10);
    for (int ledger = 1_010; ledger < 1_015; ledger++) {
      chain.setLedger(ledger, 1_800_000_000 + 5L * ledger);
      ((SteppedClock) clock).advance(Duration.ofMinutes(5));
      sweep.sweep();
    }
    Farmer second = farm.farmer(pooler, FarmerState.ACTIVE);
    books.position(second.id(), "100", "20", "0", "3");
    chain.account(second.custodial(), "3", "100", "900000000000");
    chain.account(second.payout(), "5", "0", "900000000000");
    departures.leave(second.id(), "farmer");
    run();
    assertThat(split().getValue().farmer()).isEqualTo(second.id());
  }
}
