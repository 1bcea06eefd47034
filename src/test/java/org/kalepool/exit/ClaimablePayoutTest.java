package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.Position;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Memo;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;

/** Payouts whose KALE the payout wallet does not take. */
class ClaimablePayoutTest extends PlannerFixture {
  @Test
  void leavesAClaimableBalanceOfThePoolersForAWalletWithoutTrustline() {
    holds(PAYOUT, "10", "9", null, null);
    ExitDecision.Pay pay = pay("100", "20", "13");
    // Created by the custodial account itself, its reserve would keep that from being merged.
    assertThat(pay.operations().operations())
        .containsExactly(
            new Call.PayKale(null, WALLET, K100),
            new Call.CloseTrustline(null),
            new Call.PayXlm(null, WALLET, Xlm.parse("0.5")),
            new Call.ClaimableKale(WALLET, PAYOUT, Kale.parse("103")),
            new Call.Merge(null, PAYOUT));
    assertThat(pay.claimable()).isTrue();
    assertThat(pay.lumens().left()).isEqualTo(Xlm.parse("1.5"));
  }

  @Test
  void aClaimableBalanceCostsThePoolerNoXlm() {
    holds(PAYOUT, "10", "9", null, null);
    holds(WALLET, "1.5", "0", "50", "900000000000");
    assertThat(pay("100", "20", "0").operations().operations())
        .contains(new Call.PayXlm(null, WALLET, Xlm.parse("0.5")));
    // not even where the pooler pays the fee, and the farmer has its reserve and no more
    holds(WALLET, "1.51", "0.01", "50", "900000000000");
    holds(CUSTODIAL, "1.5", "0", "100", "900000000000");
    assertThat(pay("100", "20", "0").operations().operations())
        .containsExactly(
            new Call.PayKale(CUSTODIAL, WALLET, Kale.parse("10")),
            new Call.PayKale(CUSTODIAL, WALLET, Kale.parse("90")),
            new Call.CloseTrustline(CUSTODIAL),
            new Call.PayXlm(CUSTODIAL, WALLET, Xlm.parse("0.5")),
            new Call.ClaimableKale(null, PAYOUT, Kale.parse("90")),
            new Call.Merge(CUSTODIAL, WALLET),
            new Call.PayXlm(null, PAYOUT, Xlm.parse("0.99")));
  }

  @Test
  void leavesAnExchangeNoClaimableBalanceThatNobodyWouldClaim() {
    farmer = to(new Destination(PAYOUT, null, new Memo(Memo.Kind.TEXT, "me")));
    holds(PAYOUT, "10", "9", null, null);
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.PAYOUT_TRUSTLINE);
    holds(PAYOUT, "10", "8", "5", "94");
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.PAYOUT_TRUSTLINE);
  }

  @Test
  void leavesAClaimableBalanceWhenTheTrustlineIsFull() {
    holds(PAYOUT, "10", "8", "5", "94");
    assertThat(pay("100", "20", "0").claimable()).isTrue();
    holds(PAYOUT, "10", "8", "5", "95");
    assertThat(pay("100", "20", "0").claimable()).isFalse();
  }

  @Test
  void leavesAClaimableBalanceAfterTheNetworkRefusedThePayment() {
    Position books = SplitTest.books(100_0000000, 0, 0, xlm());
    ExitDecision decision = decide(books, Cause.OVER_TRUSTLINE_LIMIT);
    assertThat(((ExitDecision.Pay) decision).claimable()).isTrue();
  }

  @Test
  void aDebtThatIsLeftWithoutATrustlineHasItsReserveFromTheFarmersXlm() {
    holds(CUSTODIAL, "3", "1.5", "100", "900000000000");
    holds(PAYOUT, "10", "9", null, null);
    holds(WALLET, "10", "8", "2", "900000000000");
    ExitDecision.Pay pay = pay("100", "20", "13");
    assertThat(pay.split().debt()).isEqualTo(Kale.parse("3"));
    assertThat(pay.lumens().claimReserve()).isEqualTo(Xlm.parse("0.5"));
    assertThat(pay.lumens().debtReserve()).isEqualTo(Xlm.parse("0.5"));
    assertThat(pay.operations().operations())
        .containsExactly(
            new Call.PayKale(null, WALLET, K100),
            new Call.CloseTrustline(null),
            new Call.PayXlm(null, WALLET, Xlm.parse("1")),
            new Call.ClaimableKale(WALLET, PAYOUT, K100),
            new Call.Merge(null, PAYOUT));
    // the claimable balance comes first
    holds(CUSTODIAL, "2", "0.5", "100", "900000000000");
    assertThat(pay("100", "20", "13").lumens().debtReserve()).isEqualTo(Xlm.ZERO);
    // what can be paid needs none
    holds(CUSTODIAL, "3", "1.5", "100", "900000000000");
    holds(PAYOUT, "10", "9", "0", "103");
    assertThat(pay("100", "20", "13").lumens().debtReserve()).isEqualTo(Xlm.ZERO);
  }

  @Test
  void aWalletWithoutTrustlineIsPaidWhereThePoolersWalletCannotReceiveEither() {
    holds(CUSTODIAL, "3", "1.5", "100", "900000000000");
    holds(PAYOUT, "10", "9", null, null);
    holds(WALLET, "10", "8", null, null);
    ExitDecision.Pay pay = pay("100", "20", "0");
    assertThat(pay.operations().operations())
        .containsExactly(
            new Call.ClaimableKale(null, PAYOUT, Kale.parse("90")),
            new Call.PayXlm(null, PAYOUT, Xlm.parse("0.98")));
    assertThat(pay.claimable()).isTrue();
    assertThat(pay.split().withheld()).isEqualTo(Kale.parse("10"));
    chain.remove(WALLET);
    assertThat(pay("100", "20", "0").operations().operations())
        .containsExactlyElementsOf(pay.operations().operations());
    // what the pooler owes is a debt, and what it can take it gets
    holds(WALLET, "10", "8", "50", "60");
    assertThat(pay("100", "20", "13").split().debt()).isEqualTo(Kale.parse("3"));
    assertThat(pay("100", "20", "0").operations().operations())
        .contains(
            new Call.PayKale(null, WALLET, Kale.parse("10")),
            new Call.ClaimableKale(null, PAYOUT, Kale.parse("90")));
  }

  @Test
  void anAccountThatHoldsAClaimableBalancesReserveStaysUntilThatIsClaimed() {
    sponsors("1.52", "0.02", "10", 1);
    Position rest =
        SplitTest.books(10_0000000, 0, 0, xlm())
            .settled(Map.of(SplitTest.POOLER, Kale.parse("10")));
    ExitDecision.Pay pay = (ExitDecision.Pay) decide(rest, null);
    assertThat(pay.operations().operations())
        .containsExactly(new Call.PayKale(null, WALLET, Kale.parse("10")));
    sponsors("1.52", "0.01", "0", 1);
    assertThat(obstacle("0", "0", "0")).isEqualTo(Obstacle.CLAIM_OPEN);
    sponsors("1.52", "0.02", "0", 0);
    assertThat(pay("0", "0", "0").operations().operations())
        .containsExactly(new Call.CloseTrustline(null), new Call.Merge(null, PAYOUT));
  }

  private void sponsors(String xlm, String spendable, String kale, long reserves) {
    chain.put(
        CUSTODIAL,
        new Holdings(
            CUSTODIAL,
            Xlm.parse(xlm),
            Xlm.parse(spendable),
            1,
            Kale.parse(kale),
            Kale.parse("900000000000"),
            1,
            true,
            new Holdings.Attached(0, reserves)));
  }

  @Test
  void needsNoSignatureOfThePoolersToPayItsShare() {
    signer.clear();
    assertThat(pay("100", "20", "0").operations().operations()).hasSize(4);
    holds(PAYOUT, "10", "9", null, null);
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.CLAIM_RESERVE);
    holds(CUSTODIAL, "3", "1.5", "100", "900000000000");
    assertThat(pay("100", "20", "0").claimable()).isTrue();
  }

  @Test
  void waitsForRoomInThePoolersWalletAndForAFee() {
    holds(WALLET, "10", "8", null, null);
    assertThat(pay("100", "20", "0").split().withheld()).isEqualTo(Kale.parse("10"));
    holds(PAYOUT, "10", "9", null, null);
    holds(WALLET, "2", "0.5", "50", "149.9999999");
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.CLAIM_RESERVE);
    holds(WALLET, "2", "0.5", "50", "150");
    assertThat(pay("100", "20", "0").claimable()).isTrue();
    holds(CUSTODIAL, "1.5", "0", "100", "900000000000");
    holds(WALLET, "1.5", "0", "50", "150");
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.POOLER_XLM);
  }
}
