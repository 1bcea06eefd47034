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
import org.kalepool.books.AccountGone;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Action;
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

  @Inject Event<AccountGone> accountGone;
  @Inject DebtSweep debts;
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

  private void farmerSent(Address to, String kale) {
    sent.add(movements.sent(farmer.custodial(), to, kale, 950, split));
  }

  private void poolerSent(@Nullable Address to, String kale, Hash transaction) {
    movements.sent(pooler.wallet(), to, kale, 950, transaction);
  }

  private void gone() {
    QuarkusTransaction.requiringNew()
        .run(() -> accountGone.fire(new AccountGone(farmer.id(), GONE, BACKUP, sent)));
  }

  private FarmerState state() {
    return farmers.find(farmer.id()).orElseThrow().state();
  }

  private void booked(String toPooler, String fromPooler, String toFarmer, String settled) {
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(books.splits())
        .extracting(FakeBooks.BookedSplit::payout)
        .containsExactly(
            new Books.Payout(
                Kale.parse(toPooler),
                Kale.parse(fromPooler),
                Kale.parse(toFarmer),
                Kale.parse(settled),
                Xlm.parse("3"),
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
            new FakeBooks.BookedDebt(farmer.id(), pooler.wallet(), Kale.parse("3"), Xlm.ZERO));
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
