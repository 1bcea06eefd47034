package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/** The claims of farmers; each ends with its transaction. */
@Singleton
final class ClaimStore {
  private static final int SHOWN = 100;

  private final Db db;
  private final Clock clock;

  ClaimStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  void requested(long transaction, UUID farmer, BalanceId balance, Kale amount, String by) {
    db.update(
        """
        insert into claims (transaction_id, farmer_id, balance_id, amount, by_whom, at)
        values (?, ?, ?, ?, ?, ?)
        """,
        transaction,
        farmer,
        balance.hash().hex(),
        amount.stroops(),
        by,
        clock.instant());
  }

  /**
   * How much a transaction claims.
   *
   * @throws IllegalStateException if it is no claim's
   */
  Kale amount(long transaction) {
    return db.one(
            "select amount from claims where transaction_id = ?",
            row -> Kale.ofStroops(row.getLong(1)),
            transaction)
        .orElseThrow(() -> new IllegalStateException("no claim was stored with " + transaction));
  }

  /** The newest claims of a farmer, newest first. */
  List<ClaimStatus> of(UUID farmer) {
    return db.list(
        """
        select c.farmer_id, c.balance_id, c.amount, c.at, t.state, t.cause, t.detail, t.hash,
          t.ledger
        from claims c join transactions t on t.id = c.transaction_id
        where c.farmer_id = ? order by c.transaction_id desc limit ?
        """,
        ClaimStore::read,
        farmer,
        SHOWN);
  }

  private static ClaimStatus read(ResultSet row) throws SQLException {
    String state =
        switch (row.getString("state")) {
          case "LANDED" -> ClaimStatus.CLAIMED;
          case "FAILED", "REFUSED" -> ClaimStatus.FAILED;
          default -> ClaimStatus.UNDER_WAY;
        };
    return new ClaimStatus(
        row.getObject("farmer_id", UUID.class),
        new BalanceId(Hash.ofHex(row.getString("balance_id"))).hex(),
        row.getLong("amount"),
        state,
        row.getString("cause"),
        row.getString("detail"),
        row.getString("hash"),
        row.getObject("ledger", Long.class),
        row.getTimestamp("at").toInstant());
  }
}
