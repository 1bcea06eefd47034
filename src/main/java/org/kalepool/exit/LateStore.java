package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.db.Db;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/** The accounts of farmers that have left, and what was passed on from them. */
@Singleton
final class LateStore {
  private final Db db;
  private final Clock clock;

  LateStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * A farmer that has left.
   *
   * @param seq its place in the order of registration
   */
  record Left(UUID farmer, long seq, Address custodial) {}

  /** The next ones that have left, after this place. */
  List<Left> after(long seq, int limit) {
    return db.list(
        """
        select id, seq, custodial from farmers where state = 'DEPARTED' and seq > ?
        order by seq limit ?
        """,
        row ->
            new Left(
                row.getObject("id", UUID.class),
                row.getLong("seq"),
                Address.of(row.getString("custodial"))),
        seq,
        limit);
  }

  /** The ledger in which the account was last merged, as far as is known; 0 if it never was. */
  long lastMerged(UUID farmer) {
    return db.one(
            """
            select greatest(
              coalesce((select max(ledger) from splits where farmer_id = ?), 0),
              coalesce((select max(ledger) from late_payouts where farmer_id = ?), 0))
            """,
            row -> row.getLong(1),
            farmer,
            farmer)
        .orElseThrow();
  }

  /** What the pooler's wallet could not take of its share at the split, and has not got since. */
  Kale withheld(UUID farmer) {
    return db.one(
            """
            select coalesce((select withheld from splits where farmer_id = ?), 0)
              - coalesce((select sum(to_pooler) from late_payouts where farmer_id = ?), 0)
            """,
            row -> Kale.ofStroops(row.getBigDecimal(1).longValueExact()),
            farmer,
            farmer)
        .orElseThrow();
  }

  /**
   * Stores for good what was passed on.
   *
   * @param transaction null if it was sent before a restore
   */
  void passedOn(
      @Nullable Long transaction,
      Farmer farmer,
      Books.Payout payout,
      boolean claimable,
      Landing where) {
    db.update(
        """
        insert into late_payouts (farmer_id, pooler_id, kale, to_pooler, xlm, debt_xlm, claimable,
          transaction_id, transaction_hash, ledger, at, unseen)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        farmer.id(),
        farmer.pooler(),
        payout.toFarmer().stroops(),
        payout.toPooler().stroops(),
        payout.xlmToFarmer().stroops(),
        payout.xlmDebt().stroops(),
        claimable,
        transaction,
        where.hash(),
        where.ledger(),
        clock.instant(),
        where.unseen());
  }
}
