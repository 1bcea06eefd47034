package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
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

/** What is left in an account, or comes into it, after its farmer was paid. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class LatePayoutTest extends ExitFixture {
  @Test
  void xlmThatComesAfterTheFarmerHasLeftGoesOnToThePayoutWallet() {
    leave();
    transactions.settle(split().getKey(), landed());
    books.position(farmer.id(), "0", "20", "7", "0");
    // a node that lags shows the account as it was before its merge
    late.sweep();
    assertThat(transactions.open(Action.LATE)).isEmpty();

    chain.setLedger(1_020, 1_800_000_100);
    chain.account(farmer.custodial(), "5");
    late.sweep();
    late.sweep();
    Map<Long, TransactionRequest> open = transactions.open(Action.LATE);
    assertThat(open).hasSize(1);
    TransactionRequest request = open.values().iterator().next();
    assertThat(request.lane()).isEqualTo(farmer.custodial());
    assertThat(request.call())
        .isEqualTo(new Call.Operations(List.of(new Call.Merge(null, farmer.payout()))));

    transactions.settle(open.keySet().iterator().next(), landed("4.99996"));
    assertThat(books.depositsOfXlm()).extracting(it -> it.amount()).containsExactly(Xlm.parse("5"));
    assertThat(books.passedOn())
        .extracting(it -> it.payout().xlmToFarmer(), it -> settled(it.payout()))
        .containsExactly(tuple(Xlm.parse("4.99996"), Kale.ZERO));
    assertThat(
            farm.rows(
                "select kale, xlm, debt_xlm from late_payouts where farmer_id = ?", farmer.id()))
        .containsExactly("0 49999600 0");
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(departed()).isOne();
    chain.removeAccount(farmer.custodial());
    late.sweep();
    assertThat(transactions.open(Action.LATE)).isEmpty();
  }

  @Test
  void lateMoneyForAFarmerThatWasNeverFundedWaitsForAPayoutWallet() {
    chain.reset();
    chain.setLedger(1_000, 1_800_000_000);
    Farmer never = farm.farmer(pooler, FarmerState.LEAVING);
    farm.moved(never.id(), FarmerState.LEAVING, FarmerState.DEPARTED);
    books.position(never.id(), "0", "0", "0", "0");
    chain.account(never.custodial(), "1");
    chain.account(pooler.wallet(), "5", "50", "900000000000");
    late.sweep();
    assertThat(departures.status(never.id()).orElseThrow().waitingFor())
        .extracting(it -> it.code())
        .isEqualTo("PAYOUT_MISSING");

    chain.account(never.payout(), "5");
    late.sweep();
    TransactionRequest request = transactions.open(Action.LATE).values().iterator().next();
    // its one XLM is all reserve: the fee comes out of what the merge frees
    assertThat(request.lane()).isEqualTo(pooler.wallet());
    assertThat(request.call())
        .isEqualTo(
            new Call.Operations(
                List.of(
                    new Call.Merge(never.custodial(), pooler.wallet()),
                    new Call.PayXlm(null, never.payout(), Xlm.parse("0.99")))));
    transactions.settle(transactions.open(Action.LATE).keySet().iterator().next(), landed("1"));
    assertThat(books.depositsOfXlm())
        .as("what has arrived, and no more")
        .extracting(FakeBooks.BookedXlm::amount)
        .containsExactly(Xlm.parse("1"));
    assertThat(books.passedOn())
        .extracting(it -> it.payout().xlmToFarmer(), it -> it.payout().advance())
        .containsExactly(tuple(Xlm.parse("0.99"), Xlm.parse("0.01")));
  }

  @Test
  void aPoolerThatCannotReceiveHoldsNobodyAndGetsItsShareLater() {
    chain.account(pooler.wallet(), "5");
    leave();
    transactions.settle(split().getKey(), part());
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(books.splits())
        .extracting(it -> it.payout().toPoolers(), it -> it.payout().toFarmer())
        .containsExactly(tuple(Kale.ZERO, Kale.parse("90")));
    assertThat(books.splits())
        .extracting(it -> it.payout().xlmToFarmer())
        .containsExactly(Xlm.parse("1.48"));
    assertThat(farm.rows("select to_pooler, withheld from splits where farmer_id = ?", id()))
        .containsExactly("0 100000000");

    chain.setLedger(1_020, 1_800_000_100);
    chain.account(farmer.custodial(), "1.51996", "10", "900000000000");
    chain.account(farmer.payout(), "6.48", "90", "900000000000");
    books.position(farmer.id(), "10", "20", "0", "1.51996");
    late.sweep();
    assertThat(transactions.open(Action.LATE)).isEmpty();
    assertThat(waitingFor()).isEqualTo("POOLER_TRUSTLINE");

    chain.account(pooler.wallet(), "5", "0", "900000000000");
    late.sweep();
    Map<Long, TransactionRequest> open = transactions.open(Action.LATE);
    assertThat(open.values().iterator().next().call())
        .isEqualTo(
            new Call.Operations(
                List.of(
                    new Call.PayKale(null, pooler.wallet(), Kale.parse("10")),
                    new Call.CloseTrustline(null),
                    new Call.Merge(null, farmer.payout()))));
    transactions.settle(open.keySet().iterator().next(), landed("1.51992"));
    assertThat(books.passedOn())
        .extracting(it -> it.payout().toPoolers(), it -> it.payout().xlmToFarmer())
        .containsExactly(tuple(Kale.parse("10"), Xlm.parse("1.51992")));
    assertThat(farm.rows("select kale, to_pooler from late_payouts where farmer_id = ?", id()))
        .containsExactly("0 100000000");

    // what comes after that is all the farmer's
    chain.setLedger(1_030, 1_800_000_200);
    chain.account(farmer.custodial(), "3", "1", "900000000000");
    books.position(farmer.id(), "1", "20", "0", "3");
    late.sweep();
    assertThat(
            ((Call.Operations) transactions.open(Action.LATE).values().iterator().next().call())
                .operations())
        .contains(new Call.PayKale(null, farmer.payout(), Kale.parse("1")));
  }

  /** A landing that merged nothing. */
  private Outcome part() {
    return new Outcome.Landed(HASH, 1_010, 1_800_000_050, Xlm.ofStroops(400), null, null, null);
  }

  @Test
  void dustThatHoldsTheTrustlineEachTimeHoldsThePayoutForThreeTries() {
    leave();
    for (int i = 0; i < 2; i++) {
      assertThat(((Call.Operations) split().getValue().call()).operations())
          .contains(new Call.CloseTrustline(null));
      transactions.settle(
          split().getKey(),
          new Outcome.Failed(
              HASH,
              1_010 + i,
              1_800_000_050,
              Xlm.ofStroops(400),
              Cause.OTHER,
              "CHANGE_TRUST_INVALID_LIMIT"));
      ((SteppedClock) clock).advance(Duration.ofSeconds(10));
      sweep.sweep();
    }
    assertThat(((Call.Operations) split().getValue().call()).operations())
        .contains(
            new Call.PayKale(null, farmer.payout(), Kale.parse("90")),
            new Call.LimitTrustline(null, Kale.ofStroops(100)))
        .doesNotContain(new Call.CloseTrustline(null), new Call.Merge(null, farmer.payout()));
    transactions.settle(split().getKey(), part());
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);

    chain.setLedger(1_020, 1_800_000_100);
    chain.account(farmer.custodial(), "1.52", "0.0000007", "0.00001");
    books.position(farmer.id(), "0.0000007", "20", "0", "1.52");
    late.sweep();
    assertThat(transactions.open(Action.LATE).values().iterator().next().call())
        .isEqualTo(
            new Call.Operations(
                List.of(
                    new Call.PayKale(null, farmer.payout(), Kale.parse("0.0000007")),
                    new Call.CloseTrustline(null),
                    new Call.Merge(null, farmer.payout()))));
  }

  @Test
  void lateXlmThatComesToThePoolersWalletForAnExchangeIsPaidOn() {
    ofAnExchange(8);
    leave();
    transactions.settle(split().getKey(), landed("3.49"));
    debts.sweep();
    settleDebt();
    for (String more : List.of("0.25", "0.125")) {
      chain.setLedger(chain.tip().sequence() + 20, 1_800_000_100);
      chain.account(farmer.custodial(), "5");
      books.position(farmer.id(), "0", "20", "0", "5");
      late.sweep();
      Map.Entry<Long, TransactionRequest> request =
          transactions.open(Action.LATE).entrySet().iterator().next();
      assertThat(request.getValue().lane()).isEqualTo(pooler.wallet());
      transactions.settle(
          request.getKey(), landed(Xlm.parse("4.99").plus(Xlm.parse(more)).toString()));
      chain.removeAccount(farmer.custodial());
    }
    for (String more : List.of("0.25", "0.125")) {
      debts.sweep();
      assertThat(transactions.open(Action.DEBT).values().iterator().next().call())
          .isEqualTo(
              new Call.Operations(
                  List.of(new Call.PayXlm(null, farmer.payout(), 8L, Xlm.parse(more)))));
      settleDebt();
    }
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(books.debts())
        .extracting(FakeBooks.BookedDebt::xlm)
        .containsExactly(Xlm.parse("0.5"), Xlm.parse("0.25"), Xlm.parse("0.125"));
    assertThat(
            farm.rows(
                "select count(*), count(late_id) from debt_payments where farmer_id = ?", id()))
        .containsExactly("3 2");
  }

  private static Kale settled(Books.Payout payout) {
    return payout.poolers().stream().map(Books.PoolerPayout::settled).reduce(Kale.ZERO, Kale::plus);
  }
}
