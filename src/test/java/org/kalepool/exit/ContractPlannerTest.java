package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books.Part;
import org.kalepool.books.Books.Position;
import org.kalepool.books.Earnings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.testing.FarmRows;

class ContractPlannerTest extends PlannerFixture {
  private static final Address SPLIT = Address.contract(Sha256.of("split"));
  private static final Address LUMENS = Address.contract(Sha256.of("lumens"));
  private static final Address ASSET = Address.contract(Sha256.of("asset"));
  private static final Address SMART = Address.contract(Sha256.of("smart"));
  private static final UUID SECOND = new UUID(0, 2);
  private static final Address SECONDS = FarmRows.address("seconds");

  private List<Earnings.Terms> earned = List.of(terms(SplitTest.POOLER, 5_000, "20", "0"));
  private Map<PoolContracts.Terms, Integer> versions =
      Map.of(new PoolContracts.Terms(5_000, WALLET), 3, new PoolContracts.Terms(1_000, SECONDS), 4);

  private static Earnings.Terms terms(UUID pooler, int points, String earned, String shared) {
    return new Earnings.Terms(pooler, points, Kale.parse(earned), Kale.parse(shared));
  }

  private ExitDecision decided(Position books, boolean over, @Nullable Cause last) {
    state.cause = last;
    ExitSnapshot now = snapshot(books);
    ByContract.On on = new ByContract.On(SPLIT, LUMENS, ASSET, WALLET, versions, 1);
    return planner.decide(
        new ExitSnapshot(
            now.reading(), now.state(), books, now.unseen(), new ByContract(on, earned, over)));
  }

  private Position books(String custody, String earnedKale, String owed) {
    return SplitTest.books(
        Kale.parse(custody).stroops(),
        Kale.parse(earnedKale).stroops(),
        Kale.parse(owed).stroops(),
        xlm());
  }

  private ContractCall.ExecuteSplit split(String custody, String earnedKale, String owed) {
    ExitDecision decision = decided(books(custody, earnedKale, owed), false, null);
    assertThat(decision).isInstanceOf(ExitDecision.PayByContract.class);
    return (ContractCall.ExecuteSplit) ((ExitDecision.PayByContract) decision).call();
  }

  private Obstacle waitsFor(ExitDecision decision) {
    assertThat(decision).isInstanceOf(ExitDecision.Wait.class);
    return ((ExitDecision.Wait) decision).obstacle();
  }

  private static ContractCall.Part part(boolean pays, String owed, String of) {
    return new ContractCall.Part(
        WALLET, pays, Kale.parse(owed), List.of(new ContractCall.Earned(3, Kale.parse(of))));
  }

  @Test
  void anAccountIsPaidByTheContractAndMergedLater() {
    ContractCall.ExecuteSplit call = split("100", "20", "4");
    assertThat(call)
        .isEqualTo(
            new ContractCall.ExecuteSplit(
                SPLIT,
                farmer.id(),
                Kale.parse("20"),
                PAYOUT,
                CUSTODIAL,
                List.of(part(false, "4", "20")),
                Xlm.ZERO));
    ExitDecision.PayByContract pay =
        (ExitDecision.PayByContract) decided(books("100", "20", "4"), false, null);
    assertThat(pay.lane()).isEqualTo(CUSTODIAL);
    assertThat(pay.split().toPooler()).isEqualTo(Kale.parse("6"));
    assertThat(pay.split().toFarmer()).isEqualTo(Kale.parse("94"));
    // then all that is left, as without a contract
    holds(CUSTODIAL, "1.97", "0.47", "0", "900000000000");
    ExitDecision next = decided(books("0", "0", "0"), true, null);
    assertThat(((ExitDecision.Pay) next).operations().operations())
        .containsExactly(new Call.CloseTrustline(null), new Call.Merge(null, PAYOUT));
  }

  @Test
  void whoOwesMoreThanItsShareSignsIfThePoolCanAndOwesOnIfNot() {
    assertThat(split("100", "20", "13").parts()).containsExactly(part(true, "13", "20"));
    assertThat(split("100", "20", "13").authorizers()).containsExactly(CUSTODIAL, WALLET);
    signer.clear();
    signer.hold(CUSTODIAL);
    assertThat(split("100", "20", "13").parts()).containsExactly(part(false, "10", "20"));
    ExitDecision.PayByContract pay =
        (ExitDecision.PayByContract) decided(books("100", "20", "13"), false, null);
    assertThat(pay.split().debt()).isEqualTo(Kale.parse("3"));
    assertThat(pay.split().toFarmer()).isEqualTo(K100);
  }

  @Test
  void sharesThatAreCutToWhatIsThereAreToldAsOwed() {
    // 10 are due, 4 are there
    holds(CUSTODIAL, "2", "0.5", "4", "900000000000");
    assertThat(split("4", "20", "0").parts()).containsExactly(part(false, "6", "20"));
  }

  @Test
  void whatPayoutsHaveSharedIsNotSharedAgain() {
    earned = List.of(terms(SplitTest.POOLER, 5_000, "20", "15"));
    ContractCall.ExecuteSplit call = split("100", "20", "0");
    assertThat(call.earned()).isEqualTo(Kale.parse("5"));
    assertThat(call.parts()).containsExactly(part(false, "0", "5"));
  }

  @Test
  void everyPoolerHasItsPart() {
    poolers = List.of(pooler, new Pooler(SECOND, "q", SECONDS, 1_000, 10, true));
    holds(SECONDS, "5", "3", "7", "900000000000");
    earned = List.of(terms(SplitTest.POOLER, 5_000, "20", "0"), terms(SECOND, 1_000, "30", "0"));
    Position one = books("100", "50", "0");
    Position books =
        new Position(
            one.deposited(),
            one.earned(),
            one.forfeited(),
            one.custody(),
            one.staked(),
            one.xlmDeposited(),
            one.fees(),
            one.xlm(),
            one.paidOut(),
            List.of(
                new Part(SplitTest.POOLER, Kale.parse("20"), Kale.parse("10"), Kale.ZERO),
                new Part(SECOND, Kale.parse("30"), Kale.parse("3"), Kale.ZERO)),
            one.advanced());
    ExitDecision.PayByContract pay = (ExitDecision.PayByContract) decided(books, false, null);
    assertThat(((ContractCall.ExecuteSplit) pay.call()).parts())
        .extracting(ContractCall.Part::wallet)
        .containsExactly(WALLET, SECONDS);
    assertThat(pay.split().toFarmer()).isEqualTo(Kale.parse("87"));
  }

  @Test
  void waitsUntilTheTermsAreInTheList() {
    versions = Map.of(new PoolContracts.Terms(4_000, WALLET), 0);
    assertThat(waitsFor(decided(books("100", "20", "0"), false, null)))
        .isEqualTo(Obstacle.TERMS_MISSING);
  }

  @Test
  void aContractGetsXlmWithTheSplitAndTheReserveLater() {
    farmer = to(Destination.of(SMART));
    holds(CUSTODIAL, "5", "3.5", "100", "900000000000");
    ContractCall.ExecuteSplit call = split("100", "20", "0");
    assertThat(call.payout()).isEqualTo(SMART);
    assertThat(call.xlm()).isEqualTo(Xlm.parse("3.3"));
    // its reserve is merged into the carrier's wallet, which owes it on
    holds(CUSTODIAL, "1.53", "0.03", "0", "900000000000");
    ExitDecision.Pay rest = (ExitDecision.Pay) decided(books("0", "0", "0"), true, null);
    assertThat(rest.lane()).isEqualTo(WALLET);
    assertThat(rest.operations().operations())
        .containsExactly(new Call.CloseTrustline(CUSTODIAL), new Call.Merge(CUSTODIAL, WALLET));
    assertThat(rest.lumens().advance()).isEqualTo(Xlm.parse("0.02"));
    assertThat(rest.lumens().debtReserve()).isEqualTo(Xlm.parse("1.51"));
    assertThat(rest.lumens().left()).isEqualTo(Xlm.ZERO);
  }

  @Test
  void whatComesInLaterGoesToAContractByTheAssets() {
    farmer = to(Destination.of(SMART));
    holds(CUSTODIAL, "5", "3.5", "2", "900000000000");
    ExitDecision.PayByContract late =
        (ExitDecision.PayByContract) decided(books("2", "0", "0"), true, null);
    assertThat(late.call())
        .isEqualTo(new ContractCall.Transfer(ASSET, CUSTODIAL, SMART, 20_000_000));
    assertThat(late.split().toFarmer()).isEqualTo(Kale.parse("2"));
  }

  @Test
  void aContractIsNotPaidWithoutTheSplitContract() {
    farmer = to(Destination.of(SMART));
    assertThat(waitsFor(decide("100", "20", "0"))).isEqualTo(Obstacle.PAYOUT_CONTRACT);
  }

  @Test
  void whatTheContractCannotDoIsPaidAsWithoutIt() {
    // no trustline: a claimable balance
    holds(PAYOUT, "10", "8", null, null);
    assertThat(decided(books("100", "20", "0"), false, null))
        .isInstanceOfSatisfying(
            ExitDecision.Pay.class, pay -> assertThat(pay.claimable()).isTrue());
    // an exchange's
    holds(PAYOUT, "10", "8", "0", "900000000000");
    farmer = to(new Destination(PAYOUT, 7L, null));
    assertThat(decided(books("100", "20", "0"), false, null)).isInstanceOf(ExitDecision.Pay.class);
    // a pooler's wallet without room
    farmer = to(Destination.of(PAYOUT));
    holds(WALLET, "10", "8", null, null);
    assertThat(decided(books("100", "20", "0"), false, null)).isInstanceOf(ExitDecision.Pay.class);
  }

  @Test
  void thePoolersWalletCarriesItWhereTheFarmersAccountHasNoFee() {
    holds(CUSTODIAL, "1.52", "0.02", "100", "900000000000");
    assertThat(((ExitDecision.PayByContract) decided(books("100", "20", "0"), false, null)).lane())
        .isEqualTo(WALLET);
  }
}
