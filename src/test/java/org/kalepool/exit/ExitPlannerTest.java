package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.Position;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Memo;
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
  private final ExitStateBuilder state = new ExitStateBuilder();
  private boolean memoRequired;
  private UnseenSplits.@Nullable Found unseen;
  private int attempts;
  private final Pooler pooler = new Pooler(UUID.randomUUID(), "p", WALLET, 5_000, 10, true);
  private Farmer farmer =
      new Farmer(UUID.randomUUID(), pooler.id(), CUSTODIAL, PAYOUT, FarmerState.LEAVING, 50, 3);
  private final ExitPlanner planner = new ExitPlanner(Xlm.parse("0.01"));

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

  private ExitDecision decide(Position books, @Nullable Cause last) {
    state.cause = last;
    state.attempts = attempts;
    return planner.decide(snapshot(books));
  }

  private ExitSnapshot snapshot(Position books) {
    boolean signs = signer.holds(WALLET);
    PayoutReading reading =
        new PayoutReading(farmer, pooler, chain, memoRequired, signs, Xlm.parse("0.5"));
    return new ExitSnapshot(reading, state.build(), books, Optional.ofNullable(unseen));
  }

  private Xlm xlm() {
    Holdings custodial = chain.get(CUSTODIAL);
    return custodial == null ? Xlm.ZERO : custodial.xlm();
  }

  private ExitDecision decide(String custody, String earned, String owed) {
    return decide(
        SplitTest.books(
            Kale.parse(custody).stroops(),
            Kale.parse(earned).stroops(),
            Kale.parse(owed).stroops(),
            xlm()),
        null);
  }

  private ExitDecision.Pay pay(String custody, String earned, String owed) {
    ExitDecision decision = decide(custody, earned, owed);
    assertThat(decision).isInstanceOf(ExitDecision.Pay.class);
    return (ExitDecision.Pay) decision;
  }

  private Obstacle obstacle(String custody, String earned, String owed) {
    ExitDecision decision = decide(custody, earned, owed);
    assertThat(decision).isInstanceOf(ExitDecision.Wait.class);
    return ((ExitDecision.Wait) decision).obstacle();
  }

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
        books.owed(),
        books.custody(),
        books.staked(),
        books.xlmDeposited(),
        books.fees(),
        books.xlm(),
        books.paidOut(),
        books.paidToPooler(),
        books.share(),
        Xlm.parse(xlm));
  }

  @Test
  void asksForTheMemoThatThePayoutWalletRequires() {
    memoRequired = true;
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.MEMO_REQUIRED);
    farmer = to(new Destination(PAYOUT, null, new Memo(Memo.Kind.ID, "42")));
    assertThat(pay("100", "20", "0").operations().memo()).isEqualTo(new Memo(Memo.Kind.ID, "42"));
    farmer = to(new Destination(PAYOUT, 7L, null));
    assertThat(pay("100", "20", "0").operations().memo()).isNull();
  }

  private Farmer to(Destination destination) {
    return new Farmer(farmer.id(), pooler.id(), CUSTODIAL, destination, FarmerState.LEAVING, 50, 3);
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
  void leavesAnExchangeNoClaimableBalanceThatNobodyWouldClaim() {
    farmer = to(new Destination(PAYOUT, null, new Memo(Memo.Kind.TEXT, "me")));
    holds(PAYOUT, "10", "9", null, null);
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.PAYOUT_TRUSTLINE);
    holds(PAYOUT, "10", "8", "5", "94");
    assertThat(obstacle("100", "20", "0")).isEqualTo(Obstacle.PAYOUT_TRUSTLINE);
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
    Position rest = SplitTest.books(10_0000000, 0, 0, xlm()).settled(Kale.parse("10"));
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

  @Test
  void whoNeverSentAnythingIsGoneButAFundedAccountIsNot() {
    chain.remove(CUSTODIAL);
    Position nothing = SplitTest.books(0, 0, 0);
    state.everFunded = false;
    assertThat(planner.decide(snapshot(nothing))).isEqualTo(new ExitDecision.Gone());
    state.everFunded = true;
    assertThat(obstacle("0", "0", "0")).isEqualTo(Obstacle.ACCOUNT_UNSEEN);
  }

  @Test
  void aPayoutThatLandedUnseenIsBookedOnlyWhereTheAccountIsGone() {
    Position books = SplitTest.books(K100.stroops(), 0, 0, xlm());
    SplitPlanRepository.Plan plan =
        new SplitPlanRepository.Plan(
            Split.of(books),
            new ExitDecision.Lumens(xlm(), Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, false),
            false);
    unseen =
        new UnseenSplits.Found(
            new SplitPlanRepository.Unseen(1, new Hash("ab".repeat(32)), 900, plan), 1_000);
    assertThat(planner.decide(snapshot(books))).isInstanceOf(ExitDecision.Pay.class);
    chain.remove(CUSTODIAL);
    assertThat(planner.decide(snapshot(books)))
        .isEqualTo(new ExitDecision.PaidUnseen(unseen, Xlm.parse("2")));
  }
}
