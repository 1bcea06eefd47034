package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.books.PayoutFound;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.RpcException;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.fakes.FakeBooks;
import org.kalepool.testing.fakes.FakeChain;
import org.kalepool.testing.fakes.FakeMovements;
import org.kalepool.testing.fakes.FakeTransactions;
import org.kalepool.testing.fakes.Fakes;
import org.kalepool.testing.fakes.Farm;

/** A payout that landed between a backup and its restoring is read from what was sent. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class ToldPayoutTest {
  private static final long BACKUP = 900;
  private static final long GONE = 1_000;

  @Inject Event<PayoutFound> payoutFound;
  @Inject DebtSweep debts;
  @Inject LateSweep late;
  @Inject Farm farm;
  @Inject FakeChain chain;
  @Inject FakeMovements movements;
  @Inject FakeTransactions transactions;
  @Inject FakeBooks books;
  @Inject Farmers farmers;

  private Pooler pooler;
  private Farmer farmer;
  private Hash split;
  private Hash later;
  private final List<Movement> sent = new ArrayList<>();

  @BeforeEach
  void aRestoredFarmerWithAHundred() {
    chain.clear();
    transactions.clear();
    books.clear();
    movements.clear();
    sent.clear();
    pooler = farm.pooler(5_000);
    farmer = farm.farmer(pooler, FarmerState.ACTIVE);
    farm.moved(farmer.id(), FarmerState.ACTIVE, FarmerState.SUSPENDED);
    // hashes are the test's own: the database remembers what was booked
    split = new Hash(farmer.id().toString().replace("-", "").repeat(2));
    later = new Hash(pooler.id().toString().replace("-", "").repeat(2));
    chain.account(farmer.payout(), "5", "0", "900000000000");
    chain.account(pooler.wallet(), "5", "50", "900000000000");
  }

  /** Of 20 earned ten are the pooler's. */
  private void books(String custody, String owed) {
    books.position(farmer.id(), custody, "20", owed, "3");
  }

  private void farmerSent(@Nullable Address to, String kale) {
    sent.add(movements.sent(farmer.custodial(), to, kale, 950, split));
  }

  private void farmerSentLater(@Nullable Address to, String kale) {
    sent.add(movements.sent(farmer.custodial(), to, kale, 970, later));
  }

  private void poolerSent(@Nullable Address to, String kale, Hash transaction) {
    movements.sent(pooler.wallet(), to, kale, 950, transaction);
  }

  private void gone() {
    found("0", null);
  }

  /** The account is there still, with so much in it; of the KALE so much came in unknown. */
  private void left(String kale, String xlm, String unbooked) {
    chain.account(farmer.custodial(), xlm, kale, "900000000000");
    found(unbooked, chain.holdings(List.of(farmer.custodial())).get(farmer.custodial()));
  }

  private void found(String unbooked, @Nullable Holdings left) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                payoutFound.fire(
                    new PayoutFound(farmer.id(), GONE, BACKUP, sent, Kale.parse(unbooked), left)));
  }

  private FarmerState state() {
    return farmers.find(farmer.id()).orElseThrow().state();
  }

  private void booked(String toPooler, String fromPooler, String toFarmer, String settled) {
    booked(toPooler, fromPooler, toFarmer, settled, "3");
  }

  private void booked(
      String toPooler, String fromPooler, String toFarmer, String settled, String xlm) {
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(books.splits())
        .extracting(FakeBooks.BookedSplit::payout)
        .containsExactly(
            new Books.Payout(
                Kale.parse(toPooler),
                Kale.parse(fromPooler),
                Kale.parse(toFarmer),
                Kale.parse(settled),
                Xlm.parse(xlm),
                Xlm.ZERO,
                Xlm.ZERO,
                Xlm.ZERO));
  }

  @Test
  void aPayoutInWhichThePoolerPaidMoreThanItsShareIsReadFromItsPayments() {
    books("100", "13");
    farmerSent(farmer.payout(), "100");
    poolerSent(farmer.payout(), "3", split);
    poolerSent(Farm.address("another"), "7", later);
    gone();
    booked("0", "3", "100", "13");
    assertThat(farm.rows("select transaction_hash, debt from splits where farmer_id = ?", id()))
        .containsExactly(split.hex() + " 0");
  }

  private Object id() {
    return farmer.id();
  }

  @Test
  void aPayoutInWhichThePoolerPaidNothingLeavesItsDebtWhichIsPaid() {
    books("100", "13");
    farmerSent(farmer.payout(), "100");
    gone();
    booked("0", "0", "100", "10");
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).hasSize(1);
  }

  @Test
  void aDebtThatWasPaidBeforeTheRestoreTooIsNotPaidAgain() {
    books("100", "13");
    farmerSent(farmer.payout(), "100");
    poolerSent(farmer.payout(), "3", later);
    gone();
    booked("0", "0", "100", "10");
    assertThat(books.debts())
        .containsExactly(
            new FakeBooks.BookedDebt(
                farmer.id(), pooler.wallet(), Kale.parse("3"), Xlm.ZERO, Xlm.ZERO));
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
  }

  @Test
  void aFarmerWhoHadNothingLeftButWhatThePoolerOwed() {
    books("0", "13");
    poolerSent(farmer.payout(), "3", split);
    gone();
    booked("0", "3", "0", "13");
  }

  @Test
  void aPayoutThatWasLeftAsAClaimableBalance() {
    books("100", "13");
    farmerSent(pooler.wallet(), "100");
    poolerSent(null, "103", split);
    gone();
    booked("0", "3", "100", "13");
    assertThat(farm.rows("select claimable from splits where farmer_id = ?", id()))
        .containsExactly("true");
  }

  @Test
  void aPailThatWasLostBeforeThePayoutByThePoolersFaultIsSeenFromWhatItPaid() {
    books("100", "0");
    farm.planted(farmer, 80, "50", 890);
    farm.planted(farmer, 81, "30", 895);
    farmerSent(farmer.payout(), "100");
    poolerSent(farmer.payout(), "40", split);
    gone();
    booked("0", "40", "100", "50");
    assertThat(lost()).containsExactly("80 LOST POOLER", "81 LOST NETWORK");
  }

  @Test
  void aPailThatWasLostByNobodysFaultIsSeenFromThePoolersShare() {
    books("100", "0");
    farm.planted(farmer, 80, "50", 890);
    farmerSent(pooler.wallet(), "10");
    farmerSent(farmer.payout(), "90");
    gone();
    booked("10", "0", "90", "0");
    assertThat(lost()).containsExactly("80 LOST NETWORK");
  }

  private List<String> lost() {
    return farm.rows(
        "select block_index, status, debtor from harvests where farmer_id = ? order by block_index",
        id());
  }

  private List<String> splits() {
    return farm.rows(
        "select to_pooler, to_farmer, withheld, debt, claimable from splits where farmer_id = ?",
        id());
  }

  private List<String> passedOn() {
    return farm.rows(
        "select to_pooler, kale, claimable, transaction_hash, ledger from late_payouts"
            + " where farmer_id = ? order by id",
        id());
  }

  @Test
  void aPayoutThatKeptThePoolersShareIsKnownByWhatTheAccountSentAndTheRestGoesOn() {
    books("100", "0");
    farmerSent(farmer.payout(), "90");
    left("10", "1.6", "0");
    booked("0", "0", "90", "0", "1.4");
    assertThat(splits()).containsExactly("0 900000000 100000000 0 false");
    books.position(farmer.id(), "10", "20", "0", "1.6");
    chain.ledger(GONE + 20, 1_800_000_000);
    late.sweep();
    assertThat(transactions.open(Action.LATE).values())
        .singleElement()
        .satisfies(
            request ->
                assertThat(((Call.Operations) request.call()).operations())
                    .contains(new Call.PayKale(null, pooler.wallet(), Kale.parse("10"))));
  }

  @Test
  void whatFollowedAPayoutThatKeptThePoolersShareIsKnownToo() {
    books("107", "0");
    farmerSent(farmer.payout(), "90");
    farmerSentLater(pooler.wallet(), "10");
    farmerSentLater(farmer.payout(), "7");
    found("7", null);
    booked("0", "0", "90", "0");
    assertThat(splits()).containsExactly("0 900000000 100000000 0 false");
    assertThat(passedOn()).containsExactly("100000000 70000000 false " + later.hex() + " 970");
    assertThat(books.passedOn())
        .extracting(it -> it.payout().toPooler() + " " + it.payout().toFarmer())
        .containsExactly(k("10") + " " + k("7"));
  }

  @Test
  void aPayoutAfterWhichDustKeptTheAccountIsKnownAndItsDebtThatWasPaidToo() {
    books("100.0000003", "13");
    farmerSent(farmer.payout(), "100");
    poolerSent(farmer.payout(), "3", later);
    left("0.0000003", "1.6", "0.0000003");
    booked("0", "0", "100", "10", "1.4");
    assertThat(splits()).containsExactly("0 1000000000 0 30000000 false");
    assertThat(books.debts()).extracting(FakeBooks.BookedDebt::amount).containsExactly(k("3"));
  }

  private static Kale k(String amount) {
    return Kale.parse(amount);
  }

  @Test
  void dustThatFollowedThroughThePoolersWalletIsKnownAsAClaimableBalance() {
    books("101", "0");
    farmerSent(pooler.wallet(), "100");
    poolerSent(null, "90", split);
    farmerSentLater(pooler.wallet(), "1");
    poolerSent(null, "1", later);
    found("1", null);
    booked("10", "0", "90", "0");
    assertThat(splits()).containsExactly("100000000 900000000 0 0 true");
    assertThat(passedOn()).containsExactly("0 10000000 true " + later.hex() + " 970");
  }

  @Test
  void aClaimableBalanceOfTheAccountsOwnIsKnown() {
    books("100", "0");
    farmerSent(null, "90");
    left("10", "2", "0");
    booked("0", "0", "90", "0", "1");
    assertThat(splits()).containsExactly("0 900000000 100000000 0 true");
  }

  @Test
  void aPayoutOfXlmAloneIsKnownWhereAllTheKaleIsThePoolers() {
    books("8", "0");
    left("8", "1.5", "0");
    booked("0", "0", "0", "0", "1.5");
    assertThat(splits()).containsExactly("0 0 80000000 0 false");
  }

  @Test
  void aPartWhoseShareWasNotKeptWaitsForAnOperator() {
    books("100", "0");
    farmerSent(farmer.payout(), "80");
    left("20", "1.6", "0");
    assertThat(state()).isEqualTo(FarmerState.SUSPENDED);
    assertThat(books.splits()).isEmpty();
  }

  @Test
  void whatNoPayoutExplainsWaitsForAnOperator() {
    books("100", "13");
    farmerSent(farmer.payout(), "100");
    poolerSent(farmer.payout(), "2", split);
    gone();
    assertThat(state()).isEqualTo(FarmerState.SUSPENDED);
    assertThat(books.splits()).isEmpty();
  }

  @Test
  void aNodeThatHasForgottenOrLagsIsNotBelieved() {
    books("100", "13");
    farmerSent(farmer.payout(), "100");
    movements.through(GONE - 1);
    assertThatThrownBy(this::gone).isInstanceOf(RpcException.class);
    movements.through(GONE);
    movements.forget();
    gone();
    assertThat(state()).isEqualTo(FarmerState.SUSPENDED);
    assertThat(books.splits()).isEmpty();
  }
}
