package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.Position;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;
import org.kalepool.testing.fakes.FakeSigner;
import org.kalepool.testing.fakes.Farm;

class ExitPlannerTest {
  private static final Address CUSTODIAL = Farm.address("custodial");
  private static final Address PAYOUT = Farm.address("payout");
  private static final Address WALLET = Farm.address("wallet");
  private static final Kale K100 = Kale.parse("100");

  private final FakeSigner signer = new FakeSigner();
  private final Map<Address, Holdings> chain = new HashMap<>();
  private final Pooler pooler = new Pooler(UUID.randomUUID(), "p", WALLET, 5_000, 10, true);
  private final Farmer farmer =
      new Farmer(UUID.randomUUID(), pooler.id(), CUSTODIAL, PAYOUT, FarmerState.LEAVING, 50, 3);
  private final ExitPlanner planner = new ExitPlanner(signer, Xlm.parse("0.5"), Xlm.parse("0.01"));

  ExitPlannerTest() {
    signer.hold(WALLET);
    holds(CUSTODIAL, "2", "0.5", "100", "900000000000");
    holds(PAYOUT, "10", "8", "0", "900000000000");
    holds(WALLET, "10", "8", "50", "900000000000");
  }

  private void holds(
      Address account,
      String xlm,
      String spendable,
      @Nullable String kale,
      @Nullable String limit) {
    chain.put(
        account,
        new Holdings(
            account,
            Xlm.parse(xlm),
            Xlm.parse(spendable),
            1,
            kale == null ? null : Kale.parse(kale),
            limit == null ? null : Kale.parse(limit),
            1));
  }

  private Decision decide(Position books, @Nullable Cause last) {
    return planner.decide(new ExitPlanner.Situation(farmer, pooler, books, true, chain, last));
  }

  private Xlm xlm() {
    Holdings custodial = chain.get(CUSTODIAL);
    return custodial == null ? Xlm.ZERO : custodial.xlm();
  }

  private Decision decide(String custody, String earned, String owed) {
    return decide(
        SplitTest.books(
            Kale.parse(custody).stroops(),
            Kale.parse(earned).stroops(),
            Kale.parse(owed).stroops(),
            xlm()),
        null);
  }

  private Decision.Pay pay(String custody, String earned, String owed) {
    Decision decision = decide(custody, earned, owed);
    assertThat(decision).isInstanceOf(Decision.Pay.class);
    return (Decision.Pay) decision;
  }

  private Obstacle obstacle(String custody, String earned, String owed) {
    Decision decision = decide(custody, earned, owed);
    assertThat(decision).isInstanceOf(Decision.Wait.class);
    return ((Decision.Wait) decision).obstacle();
  }

  @Test
  void paysBothSidesThenClosesTheAccount() {
    Decision.Pay pay = pay("100", "20", "0");
    assertThat(pay.lane()).isEqualTo(CUSTODIAL);
    assertThat(pay.operations())
        .containsExactly(
            new Call.PayKale(null, WALLET, Kale.parse("10")),
            new Call.PayKale(null, PAYOUT, Kale.parse("90")),
            new Call.CloseTrustline(null),
            new Call.Merge(null, PAYOUT));
    assertThat(pay.claimable()).isFalse();
    assertThat(pay.xlmBefore()).isEqualTo(Xlm.parse("2"));
  }

  @Test
  void compensatesFromThePoolersWalletInTheSameTransaction() {
    assertThat(pay("100", "20", "13").operations())
        .containsExactly(
            new Call.PayKale(null, PAYOUT, K100),
            new Call.PayKale(WALLET, PAYOUT, Kale.parse("3")),
            new Call.CloseTrustline(null),
            new Call.Merge(null, PAYOUT));
  }

  @Test
  void leavesAClaimableBalanceOfThePoolersForAWalletWithoutTrustline() {
    holds(PAYOUT, "10", "9", null, null);
    Decision.Pay pay = pay("100", "20", "13");
    // Created by the custodial account itself, its reserve would keep that from being merged.
    assertThat(pay.operations())
        .containsExactly(
            new Call.PayKale(null, WALLET, K100),
            new Call.ClaimableKale(WALLET, PAYOUT, Kale.parse("103")),
            new Call.CloseTrustline(null),
            new Call.Merge(null, PAYOUT));
    assertThat(pay.claimable()).isTrue();
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
    Decision decision = decide(books, Cause.OVER_TRUSTLINE_LIMIT);
    assertThat(((Decision.Pay) decision).claimable()).isTrue();
  }

  @Test
  void paysNothingWhereThereIsNothing() {
    holds(CUSTODIAL, "2", "0.5", "0", "900000000000");
    assertThat(pay("0", "0", "0").operations())
        .containsExactly(new Call.CloseTrustline(null), new Call.Merge(null, PAYOUT));
    holds(CUSTODIAL, "2", "1", null, null);
    assertThat(pay("0", "0", "0").operations()).containsExactly(new Call.Merge(null, PAYOUT));
  }

  @Test
  void thePoolersWalletCarriesItWhenTheFarmerCannotPayTheFee() {
    holds(CUSTODIAL, "1.5", "0", "100", "900000000000");
    Decision.Pay pay = pay("100", "20", "13");
    assertThat(pay.lane()).isEqualTo(WALLET);
    assertThat(pay.operations())
        .containsExactly(
            new Call.PayKale(CUSTODIAL, PAYOUT, K100),
            new Call.PayKale(null, PAYOUT, Kale.parse("3")),
            new Call.CloseTrustline(CUSTODIAL),
            new Call.Merge(CUSTODIAL, PAYOUT));
  }

  @Test
  void stopsWhenBooksAndChainDiffer() {
    assertThat(obstacle("100.0000001", "0", "0")).isEqualTo(Obstacle.BOOKS_DIFFER);
    assertThat(obstacle("99.9999999", "0", "0")).isEqualTo(Obstacle.BOOKS_DIFFER);
  }

  @Test
  void waitsForXlmThatIsNotBookedYet() {
    Decision decision = decide(SplitTest.books(100_0000000, 0, 0, Xlm.parse("1.9")), null);
    assertThat(decision)
        .isEqualTo(
            new Decision.Wait(
                Obstacle.BOOKS_DIFFER,
                "books 100.0000000 KALE 1.9000000 XLM, chain 100.0000000 KALE 2.0000000 XLM"));
  }

  @Test
  void waitsForAPayoutWallet() {
    chain.remove(PAYOUT);
    assertThat(obstacle("100", "0", "0")).isEqualTo(Obstacle.PAYOUT_MISSING);
  }

  @Test
  void waitsUntilThePoolerCanPayWhatItOwes() {
    holds(WALLET, "10", "8", "2.9999999", "900000000000");
    assertThat(obstacle("100", "20", "13")).isEqualTo(Obstacle.POOLER_KALE);
    chain.remove(WALLET);
    assertThat(obstacle("100", "20", "13")).isEqualTo(Obstacle.POOLER_WALLET);
  }

  @Test
  void waitsForThePoolersSignatureOnlyWhereItIsNeeded() {
    signer.clear();
    assertThat(obstacle("100", "20", "13")).isEqualTo(Obstacle.POOLER_WALLET);
    assertThat(pay("100", "20", "0").operations()).hasSize(4);
  }

  @Test
  void waitsForRoomAndReserveInThePoolersWallet() {
    holds(WALLET, "10", "8", null, null);
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.POOLER_TRUSTLINE);
    holds(PAYOUT, "10", "9", null, null);
    holds(WALLET, "2", "0.4999999", "50", "900000000000");
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.POOLER_XLM);
    holds(WALLET, "2", "0.5", "50", "149.9999999");
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.POOLER_TRUSTLINE);
    holds(WALLET, "2", "0.5", "50", "150");
    assertThat(pay("100", "20", "0").claimable()).isTrue();
  }

  @Test
  void whoNeverSentAnythingIsGoneButAFundedAccountIsNot() {
    chain.remove(CUSTODIAL);
    Position nothing = SplitTest.books(0, 0, 0);
    assertThat(
            planner.decide(new ExitPlanner.Situation(farmer, pooler, nothing, false, chain, null)))
        .isEqualTo(new Decision.Gone());
    assertThat(obstacle("0", "0", "0")).isEqualTo(Obstacle.ACCOUNT_UNSEEN);
  }
}
