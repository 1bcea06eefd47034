package org.kalepool.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.kalepool.books.Books;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.testing.StageFixture.Planter;

/**
 * Makes what the pool leaves of a farmer's block: four transactions, their deeds and their books.
 */
public final class FarmedBlocks {
  private static final String ENVELOPE = "AAAAAgAAAAB".repeat(90);

  /** Of every account, with the ledger that made it in its upper half. */
  private static final long FIRST_SEQUENCE = (7L << 32) + 1;

  private final Db db;
  private final Books books;
  private final StageFixture fixture;
  private final Map<UUID, Long> used = new HashMap<>();

  public FarmedBlocks(Db db, Books books, StageFixture fixture) {
    this.db = db;
    this.books = books;
    this.fixture = fixture;
  }

  /** One that is over. */
  public void block(long index) {
    db.update(
        "insert into block_operations (block_index, opened_time, seen_ledger, seen_at, closed_at)"
            + " values (?, ?, ?, now(), now())",
        index,
        1_700_000_000 + index * 300,
        index * 60);
  }

  /**
   * The last of so many more sequence numbers of the farmer's account; by itself this is what
   * nobody knows to be used.
   */
  public long use(Planter farmer, long numbers) {
    return used.merge(farmer.id(), FIRST_SEQUENCE - 1 + numbers, (last, _) -> last + numbers);
  }

  /** Planted, worked twice, harvested and compared. */
  public void farmed(Planter farmer, long block) {
    planted(farmer, block);
    harvested(farmer, block);
    reconciled(farmer, block, 0);
  }

  /** And worked twice. */
  public void planted(Planter farmer, long block) {
    long plant = transaction(farmer, block, "PLANT", "LANDED");
    db.update(
        "insert into plantings (block_index, farmer_id, pooler_id, status, stake, stake_percentage,"
            + " harvest_interval, transaction_id, transaction_hash, ledger, planted_at) select ?, ?,"
            + " ?, 'PLANTED', ?, 50, 1, id, hash, ledger, clock_timestamp() from transactions"
            + " where id = ?",
        block,
        farmer.id(),
        farmer.pooler(),
        1_000_000 + block,
        plant);
    books.planted(farmer.id(), block, Kale.ofStroops(1_000_000 + block), block * 60);
    for (String kind : new String[] {"INSURANCE", "FINAL"}) {
      long work = transaction(farmer, block, "WORK", "LANDED");
      db.update(
          "insert into work_requests (transaction_id, farmer_id, block_index, kind, zeros,"
              + " asked_ledger, at) values (?, ?, ?, ?, 6, 7, now())",
          work,
          farmer.id(),
          block,
          kind);
      db.update(
          "insert into works (block_index, farmer_id, pooler_id, kind, status, nonce, hash, zeros,"
              + " gap, transaction_id, transaction_hash, ledger, worked_at) select ?, ?, ?, ?,"
              + " 'WORKED', 12345678901234567890, encode(sha256(hash::bytea), 'hex'), 6, 40, id,"
              + " hash, ledger, clock_timestamp() from transactions where id = ?",
          block,
          farmer.id(),
          farmer.pooler(),
          kind,
          work);
    }
  }

  /** The pail that was planted. */
  public void harvested(Planter farmer, long block) {
    long stake = 1_000_000 + block;
    db.update(
        "insert into expected_rewards (farmer_id, block_index, stake, reward, ledger, at)"
            + " values (?, ?, ?, 777, 5, now())",
        farmer.id(),
        block,
        stake);
    long harvest = transaction(farmer, block, "HARVEST", "LANDED");
    db.update(
        "insert into harvests (block_index, farmer_id, pooler_id, status, stake, reward,"
            + " transaction_id, transaction_hash, ledger, harvested_at) select ?, ?, ?,"
            + " 'HARVESTED', ?, 777, id, hash, ledger, clock_timestamp() from transactions"
            + " where id = ?",
        block,
        farmer.id(),
        farmer.pooler(),
        stake,
        harvest);
    books.harvested(
        farmer.id(), block, Kale.ofStroops(stake), Kale.ofStroops(777), block * 60 + 60);
  }

  /** The comparison after a block. */
  public void reconciled(Planter farmer, long block, long difference) {
    db.update(
        "insert into reconciliations (block_index, farmer_id, ledger, what, books, chain,"
            + " difference, at) values (?, ?, ?, 'block', 5, ?, ?, clock_timestamp())",
        block,
        farmer.id(),
        block * 60,
        5 + difference,
        difference);
  }

  /** A transaction with one deed, its envelope, and what it cost. */
  public long transaction(Planter farmer, long block, String action, String state) {
    long id =
        fixture.number(
            "insert into transactions (lane, call, created_at) values (?, ?, now()) returning id",
            farmer.custodial().text(),
            "{\"contract\":\"" + "C".repeat(56) + "\",\"action\":\"" + action + "\"}");
    db.update(
        "insert into transaction_actions (transaction_id, farmer_id, block_index, action)"
            + " values (?, ?, ?, ?)",
        id,
        farmer.id(),
        block,
        action);
    db.update(
        "update transactions set state = 'BUILT', attempts = 1, sequence = ?,"
            + " hash = encode(sha256(id::text::bytea), 'hex'), max_time = 1 where id = ?",
        use(farmer, 1),
        id);
    db.update(
        "insert into transaction_envelopes (transaction_id, hash, sequence, envelope, max_time, at)"
            + " select id, hash, sequence, ?, max_time, now() from transactions where id = ?",
        ENVELOPE,
        id);
    if (!state.equals("BUILT")) {
      db.update(
          "update transactions set state = ?, ledger = ?, close_time = 1, fee_charged = 24480,"
              + " settled_at = clock_timestamp() - interval '2 hours' where id = ?",
          state,
          block * 60,
          id);
      fee(farmer, block, id, action);
    }
    return id;
  }

  private void fee(Planter farmer, long block, long transaction, String action) {
    db.update(
        "with e as (insert into journal_entries (key, kind, farmer_id, block_index, transaction_id,"
            + " memo, at) values (?, 'fee', ?, ?, ?, ?, clock_timestamp()) returning id)"
            + " insert into journal_lines (entry_id, line, account, asset, amount)"
            + " select id, 0, ?, 'XLM', -24480 from e union all select id, 1, ?, 'XLM', 24480 from e",
        "fee/" + transaction,
        farmer.id(),
        block,
        transaction,
        action + " " + block,
        "xlm:" + farmer.id(),
        "fees:" + farmer.id());
  }
}
