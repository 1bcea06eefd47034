package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** What poolers still owe farmers that have left: splits with a debt and without its payment. */
@Singleton
final class DebtStore {
  private static final String OPEN =
      """
      select s.farmer_id, s.debt, s.debt_xlm,
        exists (select 1 from audit r where r.what = 'restore' and r.at > s.at
          and not exists (select 1 from audit d where d.what = 'release-debt'
            and d.target = s.farmer_id::text and d.id > r.id)) as held
      from splits s
      where (s.debt > 0 or s.debt_xlm > 0)
        and not exists (select 1 from debt_payments p where p.farmer_id = s.farmer_id)
      """;

  private final Db db;
  private final Clock clock;

  DebtStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * What is owed to one farmer.
   *
   * @param held whether a backup was restored since the split, so that it may be paid already, and
   *     no operator has said that it is not
   */
  record Debt(UUID farmer, Kale kale, Xlm xlm, boolean held) {}

  /** All that is owed, the oldest first. */
  List<Debt> open() {
    return db.list(OPEN + " order by s.id", DebtStore::read);
  }

  /** What is owed to this farmer; empty if nothing is or all was paid. */
  Optional<Debt> open(UUID farmer) {
    return db.one(OPEN + " and s.farmer_id = ?", DebtStore::read, farmer);
  }

  /** Stores the payment for good; a second for the same farmer is refused by the database. */
  void paid(Debt debt, UUID pooler, boolean claimable, long transaction, ExitStore.Landing where) {
    db.update(
        """
        insert into debt_payments (farmer_id, pooler_id, amount, xlm, claimable, transaction_id,
          transaction_hash, ledger, at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        debt.farmer(),
        pooler,
        debt.kale().stroops(),
        debt.xlm().stroops(),
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
          (farmer_id, pooler_id, amount, xlm, claimable, transaction_hash, at)
        values (?, ?, ?, ?, false, ?, ?)
        """,
        debt.farmer(),
        pooler,
        debt.kale().stroops(),
        debt.xlm().stroops(),
        transaction.hex(),
        clock.instant());
  }

  private static Debt read(ResultSet row) throws SQLException {
    return new Debt(
        row.getObject("farmer_id", UUID.class),
        Kale.ofStroops(row.getLong("debt")),
        Xlm.ofStroops(row.getLong("debt_xlm")),
        row.getBoolean("held"));
  }
}
