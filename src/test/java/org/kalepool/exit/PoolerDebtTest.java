package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.PoolerPayout;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Hash;
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

/** What the pooler still owes after a payout, and when it pays. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class PoolerDebtTest extends ExitFixture {
  @Test
  void aPoolerWithoutKaleHoldsNobodyUpAndPaysLater() {
    books.position(farmer.id(), "100", "20", "13", "3");
    chain.account(pooler.wallet(), "5", "2", "900000000000");
    leave();
    transactions.settle(split().getKey(), landed());
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(books.splits())
        .flatExtracting(it -> it.payout().poolers())
        .containsExactly(new PoolerPayout(pooler.id(), Kale.ZERO, Kale.ZERO, Kale.parse("10")));

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
    assertThat(farm.rows("select amount, claimable from debt_payments")).contains("30000000 f");
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
    assertThat(
            QuarkusTransaction.requiringNew()
                .call(() -> decided.paid(farmer.id(), pooler.id(), HASH)))
        .isFalse();
  }

  private void itsPaymentIsForgotten() {
    owedThree();
    chain.account(pooler.wallet(), "5", "3", "900000000000");
    debts.sweep();
    transactions.settle(
        transactions.open(Action.DEBT).keySet().iterator().next(),
        new Outcome.Refused(null, Cause.SEQUENCE_TAKEN, "by the test"));
    ((SteppedClock) clock).advance(Duration.ofHours(1));
    chain.setLedger(1_100, 1_800_003_600);
  }

  @Test
  void aDebtOfWhosePaymentNobodyKnowsHowItEndedIsNotPaidTwice() {
    itsPaymentIsForgotten();
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(obstacle()).startsWith("DEBT_RESTORED");

    audited("release-debt", farmer.id().toString());
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).hasSize(1);
  }

  @Test
  void aPaymentThatANodeRemembersAfterAllIsBooked() {
    itsPaymentIsForgotten();
    chain.history().sent(pooler.wallet(), farmer.payout(), "3", 1_050, new Hash("cd".repeat(32)));
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
    assertThat(obstacle()).isEmpty();
    assertThat(books.debts())
        .containsExactly(
            new FakeBooks.BookedDebt(
                farmer.id(), pooler.wallet(), Kale.parse("3"), Xlm.ZERO, Xlm.ZERO));
  }

  @Test
  void aDebtThatWasPaidBeforeTheRestoreIsBookedAndNotPaidAgain() {
    owedThree();
    assertThat(
            QuarkusTransaction.requiringNew()
                .call(() -> decided.paid(farmer.id(), pooler.id(), HASH)))
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
}
