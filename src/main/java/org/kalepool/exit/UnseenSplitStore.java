package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/**
 * Payouts in the database that may have landed unseen. Every method joins the caller's transaction.
 */
@Singleton
final class UnseenSplitStore {
  private final Db db;

  UnseenSplitStore(Db db) {
    this.db = db;
  }

  /**
   * A requested split that was refused because its sequence number was used or its account gone.
   *
   * @param hash of its last envelope
   * @param builtLedger it can only have landed after this one
   */
  record Unseen(long transaction, String hash, long builtLedger, ExitStore.Plan plan) {}

  /** The farmer's requested splits that may have landed without anybody seeing it, newest first. */
  List<Unseen> unseen(UUID farmer) {
    return db.list(
        """
        select p.*, coalesce(t.hash, e.hash) as hash, coalesce(t.built_ledger, 0) as built_ledger
        from split_plans p
        join transactions t on t.id = p.transaction_id
        left join lateral (select hash from transaction_envelopes
          where transaction_id = t.id order by id desc limit 1) e on true
        where p.farmer_id = ? and t.state = 'REFUSED'
          and t.cause in ('SEQUENCE_TAKEN', 'ACCOUNT_MISSING')
          and coalesce(t.hash, e.hash) is not null order by t.id desc""",
        row ->
            new Unseen(
                row.getLong("transaction_id"),
                row.getString("hash"),
                row.getLong("built_ledger"),
                ExitStore.readPlan(row)),
        farmer);
  }

  /** A refused split's farmer, if this was one of its envelopes. */
  Optional<UUID> splitOf(long transaction, String hash) {
    return db.one(
        """
        select p.farmer_id from split_plans p join transactions t on t.id = p.transaction_id
        where p.transaction_id = ? and t.state = 'REFUSED'
          and (t.hash = ? or exists (select 1 from transaction_envelopes e
                                     where e.transaction_id = t.id and e.hash = ?))""",
        row -> row.getObject(1, UUID.class),
        transaction,
        hash,
        hash);
  }

  /** The pails that the books hold open, the oldest first. */
  List<ToldPayout.OpenStake> openPails(UUID farmer) {
    return db.list(
        "select block_index, stake from open_pails where farmer_id = ? order by block_index",
        row -> new ToldPayout.OpenStake(row.getLong(1), Kale.ofStroops(row.getLong(2))),
        farmer);
  }

  /** Whether a payout, or the payment of a debt, was booked with this transaction. */
  boolean isBooked(Hash transaction) {
    return db.one(
            """
            select exists (select 1 from splits where transaction_hash = ?)
              or exists (select 1 from debt_payments where transaction_hash = ?)
              or exists (select 1 from late_payouts where transaction_hash = ?)""",
            row -> row.getBoolean(1),
            transaction.hex(),
            transaction.hex(),
            transaction.hex())
        .orElseThrow();
  }

  /** The newest ledger that is in the farmer's books. */
  long settledLedger(UUID farmer) {
    return db.one(
            "select ledger from settled_ledgers where farmer_id = ?", row -> row.getLong(1), farmer)
        .orElse(0L);
  }
}
