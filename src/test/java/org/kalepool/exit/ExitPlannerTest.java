package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.Position;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;

class ExitPlannerTest extends PlannerFixture {
  @Test
  void paysBothSidesThenClosesTheAccount() {
    ExitDecision.Pay pay = pay("100", "20", "0");
    assertThat(pay.lane()).isEqualTo(CUSTODIAL);
    assertThat(pay.operations().operations())
        .containsExactly(
            new Call.PayKale(null, WALLET, Kale.parse("10")),
            new Call.PayKale(null, PAYOUT, Kale.parse("90")),
            new Call.CloseTrustline(null),
            new Call.Merge(null, PAYOUT));
    assertThat(pay.claimable()).isFalse();
    assertThat(pay.lumens().before()).isEqualTo(Xlm.parse("2"));
  }

  @Test
  void compensatesFromThePoolersWalletInTheSameTransaction() {
    assertThat(pay("100", "20", "13").operations().operations())
        .containsExactly(
            new Call.PayKale(null, PAYOUT, K100),
            new Call.PayKale(WALLET, PAYOUT, Kale.parse("3")),
            new Call.CloseTrustline(null),
            new Call.Merge(null, PAYOUT));
  }

  @Test
  void givesBackWhatThePoolerHasPaidForFees() {
    ExitDecision.Pay pay = (ExitDecision.Pay) decide(advanced("0.02"), null);
    assertThat(pay.operations().operations())
        .contains(new Call.PayXlm(null, WALLET, Xlm.parse("0.02")));
    assertThat(pay.lumens().left()).isEqualTo(Xlm.parse("1.98"));
    // of 0.5 above the reserve and the trustline's 0.5, less a fee's allowance
    assertThat(((ExitDecision.Pay) decide(advanced("3"), null)).lumens().advance())
        .isEqualTo(Xlm.parse("0.99"));
    assertThat(((ExitDecision.Pay) decide(advanced("3"), Cause.BALANCE_TOO_LOW)).lumens().advance())
        .isEqualTo(Xlm.ZERO);
  }

  private Position advanced(String xlm) {
    Position books = SplitTest.books(100_0000000, 0, 0, xlm());
    return new Position(
        books.deposited(),
        books.earned(),
        books.forfeited(),
        books.custody(),
        books.staked(),
        books.xlmDeposited(),
        books.fees(),
        books.xlm(),
        books.paidOut(),
        books.poolers(),
        Xlm.parse(xlm));
  }

  @Test
  void paysAnExchangeItsXlmInsteadOfMergingIntoIt() {
    farmer = to(new Destination(PAYOUT, 7L, null));
    ExitDecision.Pay pay = pay("100", "20", "0");
    assertThat(pay.lane()).isEqualTo(WALLET);
    assertThat(pay.operations().operations())
        .containsExactly(
            new Call.PayKale(CUSTODIAL, WALLET, Kale.parse("10")),
            new Call.PayKale(CUSTODIAL, PAYOUT, 7L, Kale.parse("90")),
            new Call.CloseTrustline(CUSTODIAL),
            new Call.PayXlm(CUSTODIAL, WALLET, Xlm.parse("0.01")),
            new Call.Merge(CUSTODIAL, WALLET),
            new Call.PayXlm(null, PAYOUT, 7L, Xlm.parse("1.99")));
    assertThat(pay.lumens().throughPooler()).isTrue();
    // a pooler that cannot sign holds nobody up: all but the last reserve is paid
    signer.clear();
    assertThat(pay("100", "20", "0").operations().operations())
        .containsExactly(
            new Call.PayKale(null, WALLET, Kale.parse("10")),
            new Call.PayKale(null, PAYOUT, 7L, Kale.parse("90")),
            new Call.CloseTrustline(null),
            new Call.PayXlm(null, PAYOUT, 7L, Xlm.parse("0.99")),
            new Call.Merge(null, PAYOUT, 7L));
  }

  @Test
  void paysNothingWhereThereIsNothing() {
    holds(CUSTODIAL, "2", "0.5", "0", "900000000000");
    assertThat(pay("0", "0", "0").operations().operations())
        .containsExactly(new Call.CloseTrustline(null), new Call.Merge(null, PAYOUT));
    holds(CUSTODIAL, "2", "1", null, null);
    assertThat(pay("0", "0", "0").operations().operations())
        .containsExactly(new Call.Merge(null, PAYOUT));
  }

  @Test
  void thePoolersWalletCarriesItWhenTheFarmerCannotPayTheFee() {
    holds(CUSTODIAL, "1.5", "0", "100", "900000000000");
    ExitDecision.Pay pay = pay("100", "20", "13");
    assertThat(pay.lane()).isEqualTo(WALLET);
    assertThat(pay.operations().operations())
        .containsExactly(
            new Call.PayKale(CUSTODIAL, PAYOUT, K100),
            new Call.PayKale(null, PAYOUT, Kale.parse("3")),
            new Call.CloseTrustline(CUSTODIAL),
            new Call.PayXlm(CUSTODIAL, WALLET, Xlm.parse("0.01")),
            new Call.Merge(CUSTODIAL, PAYOUT));
    assertThat(pay.lumens().left()).isEqualTo(Xlm.parse("1.49"));
  }

  @Test
  void theExitOfAFarmerWithoutXlmToSpareCostsThePoolerNoFee() {
    holds(CUSTODIAL, "1", "0", null, null);
    ExitDecision.Pay pay = pay("0", "0", "0");
    assertThat(pay.lane()).isEqualTo(WALLET);
    assertThat(pay.operations().operations())
        .containsExactly(
            new Call.Merge(CUSTODIAL, WALLET), new Call.PayXlm(null, PAYOUT, Xlm.parse("0.99")));
    assertThat(pay.lumens().throughPooler()).isTrue();
    assertThat(pay.lumens().advance()).isEqualTo(Xlm.parse("0.01"));
  }

  @Test
  void leavesADebtWhereThePoolerCannotPayWhatItOwes() {
    holds(WALLET, "10", "8", "2.9999999", "900000000000");
    leavesADebt();
    signer.clear();
    holds(WALLET, "10", "8", "50", "900000000000");
    leavesADebt();
    holds(WALLET, "10", "8", null, null);
    leavesADebt();
    chain.remove(WALLET);
    leavesADebt();
  }

  private void leavesADebt() {
    ExitDecision.Pay pay = pay("100", "20", "13");
    assertThat(pay.operations().operations())
        .containsExactly(
            new Call.PayKale(null, PAYOUT, K100),
            new Call.CloseTrustline(null),
            new Call.Merge(null, PAYOUT));
    assertThat(pay.split().fromPooler()).isEqualTo(Kale.ZERO);
    assertThat(pay.split().debt()).isEqualTo(Kale.parse("3"));
  }

  @Test
  void leavesADebtAfterThePoolersPaymentHasFailed() {
    Position books = SplitTest.books(100_0000000, 20_0000000, 13_0000000, xlm());
    ExitDecision.Pay pay = (ExitDecision.Pay) decide(books, Cause.BALANCE_TOO_LOW);
    assertThat(pay.split().debt()).isEqualTo(Kale.parse("3"));
  }

  @Test
  void aPayoutThatLandedUnseenIsBookedOnlyWhereTheAccountIsGone() {
    Position books = SplitTest.books(K100.stroops(), 0, 0, xlm());
    SplitPlanRepository.Plan plan =
        new SplitPlanRepository.Plan(
            Split.of(books),
            new ExitDecision.Lumens(xlm(), Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, false),
            false,
            pooler.id());
    unseen =
        new UnseenSplits.Found(
            new SplitPlanRepository.Unseen(1, new Hash("ab".repeat(32)), 900, plan), 1_000);
    assertThat(planner.decide(snapshot(books))).isInstanceOf(ExitDecision.Pay.class);
    chain.remove(CUSTODIAL);
    assertThat(planner.decide(snapshot(books)))
        .isEqualTo(new ExitDecision.PaidUnseen(unseen, Xlm.parse("2")));
  }
}
