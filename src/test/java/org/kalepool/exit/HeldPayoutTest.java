package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.Position;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Memo;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;

/** Payouts that wait, or of which only a part is paid now. */
class HeldPayoutTest extends PlannerFixture {
  @Test
  void asksForTheMemoThatThePayoutWalletRequires() {
    memoRequired = true;
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.MEMO_REQUIRED);
    farmer = to(new Destination(PAYOUT, null, new Memo(Memo.Kind.ID, "42")));
    assertThat(pay("100", "20", "0").operations().memo()).isEqualTo(new Memo(Memo.Kind.ID, "42"));
    farmer = to(new Destination(PAYOUT, 7L, null));
    assertThat(pay("100", "20", "0").operations().memo()).isNull();
  }

  @Test
  void triesNoPaymentThatTheIssuerForbids() {
    frozen(PAYOUT, "0");
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.PAYOUT_UNAUTHORIZED);
    holds(PAYOUT, "10", "8", "0", "900000000000");
    frozen(CUSTODIAL, "100");
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.CUSTODY_UNAUTHORIZED);
    holds(CUSTODIAL, "2", "0.5", "100", "900000000000");
    frozen(WALLET, "50");
    assertThat(pay("100", "20", "0").split().withheld()).isEqualTo(Kale.parse("10"));
    assertThat(pay("100", "20", "13").split().debt()).isEqualTo(Kale.parse("3"));
  }

  private void frozen(Address account, String kale) {
    Kale balance = Kale.parse(kale);
    Kale limit = Kale.parse("900000000000");
    Xlm xlm = account.equals(CUSTODIAL) ? Xlm.parse("2") : Xlm.parse("10");
    chain.put(account, new Holdings(account, xlm, Xlm.parse("0.5"), 1, balance, limit, 1, false));
  }

  @Test
  void stopsWhenBooksAndChainDiffer() {
    assertThat(obstacle("100.0000001", "0", "0")).isEqualTo(Obstacle.BOOKS_DIFFER);
    assertThat(obstacle("99.9999999", "0", "0")).isEqualTo(Obstacle.BOOKS_DIFFER);
  }

  @Test
  void namesWhatKeepsTheAccountBeforeAFeeIsPaidForAMergeThatCannotBe() {
    attached(new Holdings.Attached(1, 0));
    assertThat(obstacle("100", "0", "0")).isEqualTo(Obstacle.SUB_ENTRIES);
    attached(new Holdings.Attached(2, 1));
    assertThat(obstacle("100", "0", "0")).isEqualTo(Obstacle.SUB_ENTRIES);
    attached(Holdings.Attached.NONE);
    assertThat(pay("100", "0", "0").lane()).isEqualTo(CUSTODIAL);
  }

  private void attached(Holdings.Attached attached) {
    Xlm xlm = Xlm.parse("2");
    Kale limit = Kale.parse("900000000000");
    chain.put(
        CUSTODIAL,
        new Holdings(CUSTODIAL, xlm, Xlm.parse("0.5"), 1, K100, limit, 1, true, attached));
  }

  @Test
  void waitsForXlmThatIsNotBookedYet() {
    ExitDecision decision = decide(SplitTest.books(100_0000000, 0, 0, Xlm.parse("1.9")), null);
    assertThat(decision)
        .isEqualTo(
            new ExitDecision.Wait(
                Obstacle.BOOKS_DIFFER,
                "books 100.0000000 KALE 1.9000000 XLM, chain 100.0000000 KALE 2.0000000 XLM"));
  }

  @Test
  void waitsForAPayoutWallet() {
    chain.remove(PAYOUT);
    assertThat(obstacle("100", "0", "0")).isEqualTo(Obstacle.PAYOUT_MISSING);
  }

  @Test
  void paysTheFarmerNowWhereThePoolersWalletCannotTakeItsShare() {
    holds(CUSTODIAL, "3", "1.5", "100", "900000000000");
    holds(WALLET, "10", "8", null, null);
    ExitDecision.Pay pay = pay("100", "20", "0");
    assertThat(pay.lane()).isEqualTo(CUSTODIAL);
    assertThat(pay.operations().operations())
        .containsExactly(
            new Call.PayKale(null, PAYOUT, Kale.parse("90")),
            new Call.PayXlm(null, PAYOUT, Xlm.parse("1.48")));
    assertThat(pay.split().toPooler()).isEqualTo(Kale.ZERO);
    assertThat(pay.split().withheld()).isEqualTo(Kale.parse("10"));

    chain.remove(WALLET);
    assertThat(pay("100", "20", "0").operations().operations())
        .containsExactlyElementsOf(pay.operations().operations());
    holds(WALLET, "10", "8", "50", "59.9999999");
    assertThat(pay("100", "20", "0").split().withheld()).isEqualTo(Kale.parse("10"));
    holds(WALLET, "10", "8", "50", "60");
    assertThat(pay("100", "20", "0").split().withheld()).isEqualTo(Kale.ZERO);
  }

  @Test
  void waitsWhereAllThatIsLeftIsThePoolers() {
    holds(WALLET, "10", "8", null, null);
    holds(CUSTODIAL, "1.52", "0.02", "10", "900000000000");
    assertThat(obstacle("10", "20", "0")).isEqualTo(Obstacle.POOLER_TRUSTLINE);
    chain.remove(WALLET);
    assertThat(obstacle("10", "20", "0")).isEqualTo(Obstacle.POOLER_WALLET);
  }

  @Test
  void leavesTheTrustlineForLaterWhereDustHasHeldItTwice() {
    holds(CUSTODIAL, "3", "1.5", "100", "900000000000");
    Position books = SplitTest.books(K100.stroops(), Kale.parse("20").stroops(), 0, xlm());
    attempts = 1;
    assertThat(((ExitDecision.Pay) decide(books, Cause.OTHER)).operations().operations())
        .contains(new Call.CloseTrustline(null), new Call.Merge(null, PAYOUT));
    attempts = 2;
    assertThat(((ExitDecision.Pay) decide(books, Cause.OTHER)).operations().operations())
        .containsExactly(
            new Call.PayKale(null, WALLET, Kale.parse("10")),
            new Call.PayKale(null, PAYOUT, Kale.parse("90")),
            new Call.LimitTrustline(null, Kale.ofStroops(100)),
            new Call.PayXlm(null, PAYOUT, Xlm.parse("1.48")));
    // each try leaves room for ten times as much, so that no dust holds it for long
    attempts = 5;
    assertThat(((ExitDecision.Pay) decide(books, Cause.OTHER)).operations().operations())
        .contains(new Call.LimitTrustline(null, Kale.ofStroops(100_000)));
    // a trustline that was limited so is full before long, and then nothing can come in
    holds(CUSTODIAL, "3", "1.5", "0.000005", "0.00001");
    attempts = 9;
    Position dust = SplitTest.books(50, 0, 0, xlm());
    assertThat(((ExitDecision.Pay) decide(dust, Cause.OTHER)).operations().operations())
        .contains(new Call.CloseTrustline(null), new Call.Merge(null, PAYOUT));
  }

  @Test
  void whoNeverSentAnythingIsGoneButAFundedAccountIsNot() {
    chain.remove(CUSTODIAL);
    Position nothing = SplitTest.books(0, 0, 0);
    state.everFunded = false;
    assertThat(planner.decide(snapshot(nothing))).isEqualTo(new ExitDecision.Gone());
    state.everFunded = true;
    assertThat(obstacle("0", "0", "0")).isEqualTo(Obstacle.ACCOUNT_UNSEEN);
  }
}
