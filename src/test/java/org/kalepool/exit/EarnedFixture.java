package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.books.Earnings;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.FarmRows;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;

/** A farmer of the own pooler, who takes half, with 100 KALE and 10 XLM that it has brought. */
abstract class EarnedFixture extends StagesFixture {
  static final Address SMART = Address.contract(Sha256.of("smart"));
  static final Hash HASH = new Hash("ab".repeat(32));

  @Inject EarnedSweep sweep;
  @Inject WishRepository wishes;
  @Inject Earnings earnings;
  @Inject Poolers poolers;
  @Inject Db db;

  Planter farmer;
  Pooler pooler;
  Address payout;

  @BeforeEach
  void anActiveFarmer() {
    db.update("update poolers set share_basis_points = 5000");
    farmer = fixture.active(50, 1, "100", "10");
    pooler = poolers.own();
    payout = FarmRows.address("payout " + farmer.id());
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update("update farmers set payout = ? where id = ?", payout.text(), farmer.id());
            });
    chain.account(payout, "5", "0", "900000000000");
    chain.account(pooler.wallet(), "5", "50", "900000000000");
    books.deposited(farmer.id(), Kale.parse("100"), 1, "ledger 1");
    books.depositedXlm(farmer.id(), Xlm.parse("10"), 1, "ledger 1");
    chain.history().rememberMoves(List.of());
  }

  /** Is paid out to a contract from here on. */
  void toContract() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update("update farmers set payout = ? where id = ?", SMART.text(), farmer.id());
            });
  }

  /** A reward that was harvested in a ledger, of a pail without a stake. */
  void earned(long block, String reward, long ledger) {
    Kale kale = Kale.parse(reward);
    books.harvested(farmer.id(), block, Kale.ZERO, kale, ledger);
    db.update(
        "insert into harvests (block_index, farmer_id, pooler_id, status, stake, reward, ledger,"
            + " harvested_at) values (?, ?, ?, 'HARVESTED', 0, ?, ?, now())",
        block,
        farmer.id(),
        farmer.pooler(),
        kale.stroops(),
        ledger);
    chain.setKale(farmer.custodial(), chain.kale(farmer.custodial()).plus(kale));
  }

  void wish(String amount) {
    QuarkusTransaction.requiringNew()
        .run(() -> wishes.ask(farmer.id(), Kale.parse(amount), "farmer"));
  }

  PayoutWish newest() {
    return QuarkusTransaction.requiringNew()
        .call(() -> wishes.newest(farmer.id()).map(PayoutWish::of).orElseThrow());
  }

  String waitingFor() {
    PayoutWish.Waiting waiting = newest().waitingFor();
    return waiting == null ? "nothing" : waiting.code();
  }

  List<String> paid() {
    return fixture.rows(
        "select earned, to_farmer, to_poolers, settled, transaction_hash, ledger"
            + " from earned_payouts order by id");
  }
}
