package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * What poolers still owe farmers that have left: splits, and late payouts, with a debt and without
 * its payment.
 */
@Singleton
final class DebtStore {
  /** Of each farmer the oldest: one is paid after the other. */
  private static final String OPEN =
      """
      select distinct on (o.farmer_id) o.*,
        exists (select 1 from audit r where r.what = 'restore' and r.at > o.at
          and not exists (select 1 from audit d where d.what = 'release-debt'
            and d.target = o.farmer_id::text and d.id > r.id)) as held
      from (
        select farmer_id, null::bigint as late_id, debt, debt_xlm, at from splits
        where debt > 0 or debt_xlm > 0
        union all
        select farmer_id, id, 0, debt_xlm, at from late_payouts where debt_xlm > 0) o
      where not exists (select 1 from debt_payments p where p.farmer_id = o.farmer_id
                          and p.late_id is not distinct from o.late_id)
      """;

  private static final String OLDEST = " order by o.farmer_id, o.late_id nulls first";

  private final Db db;
  private final Clock clock;

  DebtStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * What is owed to one farmer.
   *
   * @param late the late payout with which XLM came to the pooler's wallet, null for what the split
   *     left
   * @param held whether a backup was restored since the split, so that it may be paid already, and
   *     no operator has said that it is not
   */
  record Debt(UUID farmer, @Nullable Long late, Kale kale, Xlm xlm, boolean held) {}

  /** All that is owed, of each farmer the oldest, the oldest first. */
  List<Debt> open() {
    return db.list(
        "select * from (" + OPEN + OLDEST + ") d order by d.at, d.farmer_id", DebtStore::read);
  }

  /** The oldest that is owed to this farmer; empty if nothing is or all was paid. */
  Optional<Debt> open(UUID farmer) {
    return db.one(OPEN + " and o.farmer_id = ?" + OLDEST, DebtStore::read, farmer);
  }

  /**
   * Stores the payment for good; a second for the same debt is refused by the database.
   *
   * @param reserve XLM of the debt that the claimable balance's reserve took
   */
  void paid(
      Debt debt, UUID pooler, boolean claimable, Xlm reserve, long transaction, Landing where) {
    db.update(
        """
        insert into debt_payments (farmer_id, late_id, pooler_id, amount, xlm, claim_reserve,
          claimable, transaction_id, transaction_hash, ledger, at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        debt.farmer(),
        debt.late(),
        pooler,
        debt.kale().stroops(),
        debt.xlm().minus(reserve).stroops(),
        reserve.stroops(),
        claimable,
        transaction,
        where.hash(),
        where.ledger(),
        clock.instant());
  }

  /** Stores a payment that was made before a backup was restored. */
  void paidBefore(Debt debt, UUID pooler, Hash transaction) {
    db.update(
        """
        insert into debt_payments
          (farmer_id, late_id, pooler_id, amount, xlm, claimable, transaction_hash, at)
        values (?, ?, ?, ?, ?, false, ?, ?)
        """,
        debt.farmer(),
        debt.late(),
        pooler,
        debt.kale().stroops(),
        debt.xlm().stroops(),
        transaction.hex(),
        clock.instant());
  }

  private static Debt read(ResultSet row) throws SQLException {
    return new Debt(
        row.getObject("farmer_id", UUID.class),
        row.getObject("late_id", Long.class),
        Kale.ofStroops(row.getLong("debt")),
        Xlm.ofStroops(row.getLong("debt_xlm")),
        row.getBoolean("held"));
  }
}
