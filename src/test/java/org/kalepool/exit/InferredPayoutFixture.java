package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
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
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.testing.FakeBooks;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.FarmRows;

/** A farmer restored from a backup, who was paid out after it. */
abstract class InferredPayoutFixture {
  static final long BACKUP = 900;
  static final long GONE = 1_000;
  @Inject Event<PayoutFound> payoutFound;
  @Inject DebtSweep debts;
  @Inject LateSweep late;
  @Inject FarmRows farm;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeBooks books;
  @Inject Farmers farmers;

  Pooler pooler;
  Farmer farmer;
  Hash split;
  Hash later;
  final List<Movement> sent = new ArrayList<>();

  @BeforeEach
  void aRestoredFarmerWithAHundred() {
    chain.reset();
    chain.setLedger(1_000, 1_800_000_000);
    transactions.clear();
    books.clear();
    chain.history().rememberMoves(List.of());
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
  void books(String custody, String owed) {
    books.position(farmer.id(), custody, "20", owed, "3");
  }

  void farmerSent(@Nullable Address to, String kale) {
    sent.add(chain.history().sent(farmer.custodial(), to, kale, 950, split));
  }

  void poolerSent(@Nullable Address to, String kale, Hash transaction) {
    chain.history().sent(pooler.wallet(), to, kale, 950, transaction);
  }

  /** The account is there still, with so much in it; of the KALE so much came in unknown. */
  void left(String kale, String xlm, String unbooked) {
    chain.account(farmer.custodial(), xlm, kale, "900000000000");
    found(unbooked, chain.holdings(List.of(farmer.custodial())).get(farmer.custodial()));
  }

  void found(String unbooked, @Nullable Holdings left) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                payoutFound.fire(
                    new PayoutFound(
                        farmer.id(), GONE, BACKUP, sent, Kale.parse(unbooked), left, true, true)));
  }

  FarmerState state() {
    return farmers.find(farmer.id()).orElseThrow().state();
  }

  void booked(String toPooler, String fromPooler, String toFarmer, String settled) {
    booked(toPooler, fromPooler, toFarmer, settled, "3");
  }

  void booked(String toPooler, String fromPooler, String toFarmer, String settled, String xlm) {
    assertThat(state()).isEqualTo(FarmerState.DEPARTED);
    assertThat(books.splits())
        .extracting(FakeBooks.BookedSplit::payout)
        .containsExactly(
            new Books.Payout(
                List.of(
                    new Books.PoolerPayout(
                        pooler.id(),
                        Kale.parse(toPooler),
                        Kale.parse(fromPooler),
                        Kale.parse(settled))),
                Kale.parse(toFarmer),
                Xlm.parse(xlm),
                Xlm.ZERO,
                Xlm.ZERO,
                Xlm.ZERO));
  }

  Object id() {
    return farmer.id();
  }

  List<String> splits() {
    return farm.rows(
        "select to_pooler, to_farmer, withheld, debt, claimable from splits where farmer_id = ?",
        id());
  }
}
