package org.kalepool.exit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.schedule.SteppedClock;
import org.kalepool.schedule.SteppedTasks;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.fakes.FakeBooks;
import org.kalepool.testing.fakes.FakeChain;
import org.kalepool.testing.fakes.FakeTransactions;
import org.kalepool.testing.fakes.Fakes;
import org.kalepool.testing.fakes.Farm;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class ExitTest {
  private static final Hash HASH = new Hash("ab".repeat(32));

  @Singleton
  static final class Seen {
    final List<UUID> departed = new CopyOnWriteArrayList<>();

    void onDeparted(@Observes FarmerDeparted event) {
      departed.add(event.farmer());
    }
  }

  @Inject Departures departures;
  @Inject ExitSweep sweep;
  @Inject DebtSweep debts;
  @Inject LateSweep late;
  @Inject Debts decided;
  @Inject Farm farm;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeBooks books;
  @Inject Farmers farmers;
  @Inject Seen seen;
  @Inject Tasks tasks;
  @Inject Clock clock;

  private Pooler pooler;
  private Farmer farmer;

  @BeforeEach
  void oneActiveFarmer() {
    chain.clear();
    chain.ledger(1_000, 1_800_000_000);
    transactions.clear();
    books.clear();
    seen.departed.clear();
    // Farmers of other tests stay in the database; they are out of the way as suspended.
    for (FarmerState state : List.of(FarmerState.LEAVING, FarmerState.ACTIVE)) {
      farmers.in(state).forEach(it -> farm.moved(it.id(), state, FarmerState.SUSPENDED));
    }
    pooler = farm.pooler(5_000);
    farmer = farm.farmer(pooler, FarmerState.ACTIVE);
    books.position(farmer.id(), "100", "20", "0", "3");
    chain.account(farmer.custodial(), "3", "100", "900000000000");
    chain.account(farmer.payout(), "5", "0", "900000000000");
    chain.account(pooler.wallet(), "5", "50", "900000000000");
  }

  private void run() {
    ((SteppedTasks) tasks).runAll();
  }

  private void leave() {
    assertThat(departures.leave(farmer.id(), "farmer")).isInstanceOf(Departures.Answer.Done.class);
    run();
  }

  private Map.Entry<Long, TransactionRequest> split() {
    Map<Long, TransactionRequest> open = transactions.open(Action.SPLIT);
    assertThat(open).hasSize(1);
    return open.entrySet().iterator().next();
  }

  private FarmerState state() {
    return farmers.find(farmer.id()).orElseThrow().state();
  }

  private ExitStatus status() {
    return departures.status(farmer.id()).orElseThrow();
  }

  private String waitingFor() {
    ExitStatus.WaitingFor waiting = status().waitingFor();
    return waiting == null ? "nothing" : waiting.code();
  }

  private Outcome landed() {
    return landed("2.99996");
  }

  private Outcome landed(String merged) {
    return new Outcome.Landed(
        HASH, 1_010, 1_800_000_050, Xlm.ofStroops(400), null, null, Xlm.parse(merged));
  }

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
                    Kale.parse("10"),
                    Kale.ZERO,
                    Kale.parse("90"),
                    Kale.ZERO,
                    Xlm.parse("2.99996"),
                    Xlm.ZERO,
                    Xlm.ZERO,
                    Xlm.ZERO)));
    assertThat(
            farm.rows(
                "select earned, pooler_share, owed, to_pooler, from_pooler, to_farmer,"
                    + " xlm_to_farmer, claimable, ledger from splits where farmer_id = ?",
                farmer.id()))
        .containsExactly("200000000 100000000 0 100000000 0 900000000 29999600 false 1010");
    assertThat(seen.departed).containsExactly(farmer.id());
  }

  @Test
  void xlmThatComesAfterTheFarmerHasLeftGoesOnToThePayoutWallet() {
    leave();
    transactions.settle(split().getKey(), landed());
    books.position(farmer.id(), "0", "20", "7", "0");
    // a node that lags shows the account as it was before its merge
    late.sweep();
    assertThat(transactions.open(Action.LATE)).isEmpty();

    chain.ledger(1_020, 1_800_000_100);
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
        .extracting(it -> it.payout().xlmToFarmer(), it -> it.payout().settled())
        .containsExactly(tuple(Xlm.parse("4.99996"), Kale.ZERO));
    assertThat(
            farm.rows(
                "select kale, xlm, debt_xlm from late_payouts where farmer_id = ?", farmer.id()))
        .containsExactly("0 49999600 0");
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(seen.departed).containsExactly(farmer.id());
    chain.remove(farmer.custodial());
    late.sweep();
    assertThat(transactions.open(Action.LATE)).isEmpty();
  }

  @Test
  void lateMoneyForAFarmerThatWasNeverFundedWaitsForAPayoutWallet() {
    chain.clear();
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
  void aPoolerThatCannotReceiveHoldsNobodyAndGetsItsShareLater() {
    chain.account(pooler.wallet(), "5");
    leave();
    transactions.settle(split().getKey(), part());
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(books.splits())
        .extracting(it -> it.payout().toPooler(), it -> it.payout().toFarmer())
        .containsExactly(tuple(Kale.ZERO, Kale.parse("90")));
    assertThat(books.splits())
        .extracting(it -> it.payout().xlmToFarmer())
        .containsExactly(Xlm.parse("1.48"));
    assertThat(farm.rows("select to_pooler, withheld from splits where farmer_id = ?", id()))
        .containsExactly("0 100000000");

    chain.ledger(1_020, 1_800_000_100);
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
        .extracting(it -> it.payout().toPooler(), it -> it.payout().xlmToFarmer())
        .containsExactly(tuple(Kale.parse("10"), Xlm.parse("1.51992")));
    assertThat(farm.rows("select kale, to_pooler from late_payouts where farmer_id = ?", id()))
        .containsExactly("0 100000000");

    // what comes after that is all the farmer's
    chain.ledger(1_030, 1_800_000_200);
    chain.account(farmer.custodial(), "3", "1", "900000000000");
    books.position(farmer.id(), "1", "20", "0", "3");
    late.sweep();
    assertThat(
            ((Call.Operations) transactions.open(Action.LATE).values().iterator().next().call())
                .operations())
        .contains(new Call.PayKale(null, farmer.payout(), Kale.parse("1")));
  }

  private Object id() {
    return farmer.id();
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

    chain.ledger(1_020, 1_800_000_100);
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
      chain.ledger(chain.tip().sequence() + 20, 1_800_000_100);
      chain.account(farmer.custodial(), "5");
      books.position(farmer.id(), "0", "20", "0", "5");
      late.sweep();
      Map.Entry<Long, TransactionRequest> request =
          transactions.open(Action.LATE).entrySet().iterator().next();
      assertThat(request.getValue().lane()).isEqualTo(pooler.wallet());
      transactions.settle(
          request.getKey(), landed(Xlm.parse("4.99").plus(Xlm.parse(more)).toString()));
      chain.remove(farmer.custodial());
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

  private void settleDebt() {
    transactions.settle(transactions.open(Action.DEBT).keySet().iterator().next(), landed());
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
  void aPoolerWithoutKaleHoldsNobodyUpAndPaysLater() {
    books.position(farmer.id(), "100", "20", "13", "3");
    chain.account(pooler.wallet(), "5", "2", "900000000000");
    leave();
    transactions.settle(split().getKey(), landed());
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(books.splits())
        .extracting(it -> it.payout().settled(), it -> it.payout().fromPooler())
        .containsExactly(tuple(Kale.parse("10"), Kale.ZERO));

    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(obstacle()).isEqualTo("POOLER_KALE owes 3.0000000, has 2.0000000 KALE");

    chain.account(pooler.wallet(), "5", "3", "900000000000");
    debts.sweep();
    debts.sweep();
    Map<Long, TransactionRequest> open = transactions.open(Action.DEBT);
    assertThat(open).hasSize(1);
    TransactionRequest request = open.values().iterator().next();
    assertThat(request.lane()).isEqualTo(pooler.wallet());
    assertThat(request.call())
        .isEqualTo(
            new Call.Operations(List.of(new Call.PayKale(null, farmer.payout(), Kale.parse("3")))));

    transactions.settle(open.keySet().iterator().next(), landed());
    assertThat(books.debts())
        .containsExactly(
            new FakeBooks.BookedDebt(
                farmer.id(), pooler.wallet(), Kale.parse("3"), Xlm.ZERO, Xlm.ZERO));
    assertThat(obstacle()).isEmpty();
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(farm.rows("select amount, claimable from debt_payments")).contains("30000000 false");
  }

  @Test
  void aDebtThatMayBePaidSinceARestoredBackupWaitsForAnOperator() {
    owedThree();
    ((SteppedClock) clock).advance(Duration.ofSeconds(1));
    audited("restore", null);
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(obstacle()).startsWith("DEBT_RESTORED");

    audited("release-debt", farmer.id().toString());
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).hasSize(1);
    assertThat(QuarkusTransaction.requiringNew().call(() -> decided.paid(farmer.id(), HASH)))
        .isFalse();
  }

  @Test
  void aDebtThatWasPaidBeforeTheRestoreIsBookedAndNotPaidAgain() {
    owedThree();
    assertThat(QuarkusTransaction.requiringNew().call(() -> decided.paid(farmer.id(), HASH)))
        .isTrue();
    assertThat(books.debts())
        .containsExactly(
            new FakeBooks.BookedDebt(
                farmer.id(), pooler.wallet(), Kale.parse("3"), Xlm.ZERO, Xlm.ZERO));
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(decided.isOpen(farmer.id())).isFalse();
  }

  @Test
  void aDebtsClaimableBalanceIsPaidForByTheLeaverAndCostsThePoolerNoXlm() {
    owedThreeWithoutATrustline();
    debts.sweep();
    assertThat(transactions.open(Action.DEBT).values().iterator().next().call())
        .isEqualTo(
            new Call.Operations(
                List.of(new Call.ClaimableKale(null, farmer.payout(), Kale.parse("3")))));
    settleDebt();
    assertThat(books.debts())
        .containsExactly(
            new FakeBooks.BookedDebt(
                farmer.id(), pooler.wallet(), Kale.parse("3"), Xlm.ZERO, Xlm.parse("0.5")));
    assertThat(farm.rows("select xlm, claim_reserve from debt_payments where farmer_id = ?", id()))
        .containsExactly("0 5000000");
  }

  @Test
  void theReserveOfADebtThatNeedsNoClaimableBalanceIsGivenBack() {
    owedThreeWithoutATrustline();
    chain.account(farmer.payout(), "5", "0", "900000000000");
    debts.sweep();
    assertThat(transactions.open(Action.DEBT).values().iterator().next().call())
        .isEqualTo(
            new Call.Operations(
                List.of(
                    new Call.PayKale(null, farmer.payout(), Kale.parse("3")),
                    new Call.PayXlm(null, farmer.payout(), Xlm.parse("0.5")))));
    settleDebt();
    assertThat(books.debts())
        .extracting(FakeBooks.BookedDebt::xlm, FakeBooks.BookedDebt::claimReserve)
        .containsExactly(tuple(Xlm.parse("0.5"), Xlm.ZERO));
  }

  private void owedThreeWithoutATrustline() {
    chain.account(farmer.payout(), "5");
    books.position(farmer.id(), "100", "20", "13", "3");
    chain.account(pooler.wallet(), "5", "2", "900000000000");
    leave();
    transactions.settle(split().getKey(), landed("1.99996"));
    assertThat(books.splits())
        .extracting(
            it -> it.payout().xlmToFarmer(),
            it -> it.payout().claimReserve(),
            it -> it.payout().xlmDebt())
        .containsExactly(tuple(Xlm.parse("1.99996"), Xlm.parse("0.5"), Xlm.parse("0.5")));
    chain.account(pooler.wallet(), "5", "50", "900000000000");
  }

  @Test
  void aDebtForWhichTheLeaverGaveNoReserveWaitsForATrustlineAndCostsThePoolerNoXlm() {
    owedThree();
    chain.account(farmer.payout(), "5");
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(obstacle()).startsWith("DEBT_TRUSTLINE");
    chain.account(farmer.payout(), "5", "0", "900000000000");
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).hasSize(1);
  }

  private void owedThree() {
    books.position(farmer.id(), "100", "20", "13", "3");
    chain.account(pooler.wallet(), "5", "2", "900000000000");
    leave();
    transactions.settle(split().getKey(), landed());
    chain.account(pooler.wallet(), "5", "50", "900000000000");
  }

  private void audited(String what, @Nullable String target) {
    farm.run(
        "insert into audit (who, what, target, at) values ('test', ?, ?, ?)",
        what,
        target,
        clock.instant().atOffset(ZoneOffset.UTC));
  }

  private String obstacle() {
    return String.join(
        "",
        farm.rows("select obstacle, detail from exit_obstacles where farmer_id = ?", farmer.id()));
  }

  @Test
  void aDebtsPaymentThatFailsIsMadeAgainAfterAPause() {
    owedThreeWithoutATrustline();
    debts.sweep();
    Map.Entry<Long, TransactionRequest> first =
        transactions.open(Action.DEBT).entrySet().iterator().next();
    assertThat(first.getValue().call())
        .isEqualTo(
            new Call.Operations(
                List.of(new Call.ClaimableKale(null, farmer.payout(), Kale.parse("3")))));
    transactions.settle(first.getKey(), new Outcome.Refused(null, Cause.EXPIRED, "test"));
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    ((SteppedClock) clock).advance(Duration.ofSeconds(5));
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).hasSize(1);
    transactions.settle(transactions.open(Action.DEBT).keySet().iterator().next(), landed());
    assertThat(books.debts()).hasSize(1);
  }

  @Test
  void aPaymentThatLandsWhileTheSweepLooksIsNotMadeTwice() {
    books.position(farmer.id(), "100", "20", "13", "3");
    chain.account(pooler.wallet(), "5", "2", "900000000000");
    leave();
    transactions.settle(split().getKey(), landed());
    chain.account(pooler.wallet(), "5", "50", "900000000000");
    debts.sweep();
    long payment = transactions.open(Action.DEBT).keySet().iterator().next();
    // The sweep has listed the debt as open when its payment lands.
    chain.beforeAnswer(() -> transactions.settle(payment, landed()));
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(books.debts()).hasSize(1);
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
                Kale.parse("10"),
                Kale.ZERO,
                Kale.parse("90"),
                Kale.ZERO,
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

  /** Registered with a muxed address: nothing of it ever changes afterwards. */
  private void ofAnExchange(long number) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              farm.run("set local session_replication_role = replica");
              farm.run("update farmers set payout_id = ? where id = ?", number, farmer.id());
            });
  }

  @Test
  void xlmThatComesToThePoolersWalletWithAnExchangesSplitIsPaidOn() {
    ofAnExchange(7);
    leave();
    Map.Entry<Long, TransactionRequest> split = split();
    assertThat(split.getValue().lane()).isEqualTo(pooler.wallet());
    transactions.settle(split.getKey(), landed("3.49"));
    assertThat(books.depositsOfXlm())
        .containsExactly(
            new FakeBooks.BookedXlm(farmer.id(), Xlm.parse("0.5"), "merged in ledger 1010"));
    assertThat(books.splits())
        .extracting(it -> it.payout().xlmToFarmer(), it -> it.payout().xlmDebt())
        .containsExactly(tuple(Xlm.parse("2.99"), Xlm.parse("0.5")));
    debts.sweep();
    assertThat(transactions.open(Action.DEBT).values().iterator().next().call())
        .isEqualTo(
            new Call.Operations(
                List.of(new Call.PayXlm(null, farmer.payout(), 7L, Xlm.parse("0.5")))));
  }

  @Test
  void asksForTheMemoThatThePayoutWalletRequiresBeforeAnythingIsSent() {
    chain.memoRequired(farmer.payout());
    leave();
    assertThat(transactions.requests()).isEmpty();
    assertThat(waitingFor()).isEqualTo("MEMO_REQUIRED");
  }

  @Test
  void waitsForOpenPailsAndTransactions() {
    farm.planted(farmer, 70, "50", 900);
    leave();
    assertThat(transactions.open(Action.SPLIT)).isEmpty();
    assertThat(waitingFor()).isEqualTo("OPEN_PAILS");
    assertThat(status().openPails()).isEqualTo(1);

    farm.harvested(farmer, 70);
    transactions.request(
        new TransactionRequest(
            farmer.custodial(),
            Action.TRUSTLINE,
            farmer.id(),
            null,
            new Call.Operations(List.of(new Call.OpenTrustline(null))),
            null));
    sweep.sweep();
    assertThat(waitingFor()).isEqualTo("OPEN_TRANSACTIONS");

    long other = transactions.open(Action.TRUSTLINE).keySet().iterator().next();
    transactions.settle(other, new Outcome.Refused(null, Cause.EXPIRED, "test"));
    run();
    assertThat(transactions.open(Action.SPLIT)).hasSize(1);
    assertThat(waitingFor()).isEqualTo("nothing");
  }

  @Test
  void aDifferenceStopsThePayoutUntilItIsCleared() {
    farm.reconciled(farmer, "custody", 1);
    leave();
    assertThat(waitingFor()).isEqualTo("RECONCILIATION");
    farm.reconciled(farmer, "custody", 0);
    sweep.sweep();
    assertThat(transactions.open(Action.SPLIT)).hasSize(1);
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
  void canBeWithdrawnUntilTheSplitIsSent() {
    farm.planted(farmer, 71, "50", 900);
    leave();
    assertThat(departures.withdraw(farmer.id(), "farmer"))
        .isInstanceOf(Departures.Answer.Done.class);
    assertThat(state()).isEqualTo(FarmerState.ACTIVE);
    assertThat(departures.withdraw(farmer.id(), "farmer"))
        .isEqualTo(new Departures.Answer.NotLeaving());

    farm.harvested(farmer, 71);
    sweep.sweep();
    assertThat(transactions.open(Action.SPLIT)).isEmpty();

    leave();
    assertThat(departures.withdraw(farmer.id(), "farmer"))
        .isEqualTo(new Departures.Answer.SplitSent());
    assertThat(state()).isEqualTo(FarmerState.LEAVING);
  }

  @Test
  void aWithdrawalBetweenLookingAndPayingWins() {
    farm.planted(farmer, 72, "50", 900);
    leave();
    farm.harvested(farmer, 72);
    // The sweep has listed its farmers as leaving when the withdrawal comes through.
    chain.beforeAnswer(() -> departures.withdraw(farmer.id(), "farmer"));
    sweep.sweep();
    assertThat(transactions.open(Action.SPLIT)).isEmpty();
    assertThat(state()).isEqualTo(FarmerState.ACTIVE);
  }

  @Test
  void askingTwiceChangesNothing() {
    farm.planted(farmer, 73, "50", 900);
    leave();
    leave();
    assertThat(
            farm.rows(
                "select count(*) from farmer_events where farmer_id = ? and to_state = 'LEAVING'",
                farmer.id()))
        .containsExactly("1");
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
    assertThat(transactions.requests()).isEmpty();
    assertThat(seen.departed).containsExactly(farmer.id());
  }

  @Test
  void theSuspendedAndTheDepartedCannotLeave() {
    farm.moved(farmer.id(), FarmerState.ACTIVE, FarmerState.SUSPENDED);
    assertThat(departures.leave(farmer.id(), "farmer"))
        .isEqualTo(new Departures.Answer.Suspended());
    farm.moved(farmer.id(), FarmerState.SUSPENDED, FarmerState.DEPARTED);
    assertThat(departures.leave(farmer.id(), "farmer")).isEqualTo(new Departures.Answer.Departed());
    assertThat(departures.leave(UUID.randomUUID(), "farmer"))
        .isEqualTo(new Departures.Answer.Unknown());
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
    chain.down(true);
    leave();
    assertThat(state()).isEqualTo(FarmerState.LEAVING);
    assertThat(transactions.requests()).isEmpty();
    chain.down(false);
    sweep.sweep();
    assertThat(transactions.open(Action.SPLIT)).hasSize(1);
  }

  private ValidatableResponse call(String method, Farmer whose) {
    return given()
        .header("Authorization", "Bearer " + Farm.token(whose.id()))
        .request(method, "/api/v1/farmers/" + farmer.id() + "/exit")
        .then();
  }

  @Test
  void farmersLeaveAndStayOverRest() {
    farm.planted(farmer, 74, "50", 900);
    call("DELETE", farmer).statusCode(409).body("code", equalTo("not_leaving"));
    call("POST", farmer)
        .statusCode(202)
        .body("state", equalTo("LEAVING"))
        .body("open_pails", equalTo(1))
        .body("split_sent", equalTo(false));
    run();
    call("GET", farmer).statusCode(200).body("waiting_for.code", equalTo("OPEN_PAILS"));
    call("DELETE", farmer).statusCode(200).body("state", equalTo("ACTIVE"));
    farm.harvested(farmer, 74);
    call("POST", farmer).statusCode(202);
    run();
    call("DELETE", farmer).statusCode(409).body("code", equalTo("split_sent"));
    assertThat(
            farm.rows(
                "select by_whom, why from farmer_events where farmer_id = ? and why <> 'test'"
                    + " order by id",
                farmer.id()))
        .containsExactly(
            "farmer asked to leave", "farmer withdrew the exit", "farmer asked to leave");
  }

  @Test
  void nobodyLeavesForSomebodyElse() {
    Farmer other = farm.farmer(pooler, FarmerState.ACTIVE);
    call("POST", other).statusCode(403).body("code", equalTo("forbidden"));
    given()
        .post("/api/v1/farmers/" + farmer.id() + "/exit")
        .then()
        .statusCode(401)
        .body("code", equalTo("unauthorized"));
    assertThat(state()).isEqualTo(FarmerState.ACTIVE);
  }
}
