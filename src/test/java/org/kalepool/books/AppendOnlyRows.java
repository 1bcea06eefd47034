package org.kalepool.books;

import java.util.Map;
import org.kalepool.db.Db;
import org.kalepool.testing.StageFixture.Planter;

/** One row of each append-only table, and a change to try on it. */
final class AppendOnlyRows {
  private static final String TRANSACTION = "(select max(id) from transactions)";

  /** Values after farmer and pooler for the tables that begin with them. */
  private static final Map<String, String> INSERTS =
      Map.ofEntries(
          Map.entry(
              "plantings",
              "(farmer_id, pooler_id, block_index, status, stake, stake_percentage,"
                  + " harvest_interval, ledger, planted_at)"
                  + " values (?, ?, 1, 'PLANTED', 5, 50, 1, 9, now())"),
          Map.entry(
              "works",
              "(farmer_id, pooler_id, block_index, kind, status, worked_at)"
                  + " values (?, ?, 1, 'FINAL', 'WORKED', now())"),
          Map.entry(
              "harvests",
              "(farmer_id, pooler_id, block_index, status, stake, harvested_at)"
                  + " values (?, ?, 1, 'HARVESTED', 5, now())"),
          Map.entry(
              "compensations",
              "(farmer_id, pooler_id, block_index, amount, cause, at)"
                  + " values (?, ?, 1, 5, 'NEVER_WORKED', now())"),
          Map.entry(
              "splits",
              "(farmer_id, pooler_id, earned, pooler_share, owed, to_pooler, from_pooler,"
                  + " to_farmer, xlm_to_farmer, claimable, transaction_id, transaction_hash,"
                  + " ledger, at) values (?, ?, 1, 1, 0, 1, 0, 1, 1, false, "
                  + TRANSACTION
                  + ", 'h', 9, now())"),
          Map.entry(
              "split_parts",
              "(farmer_id, pooler_id, earned, pooler_share, owed, to_pooler, from_pooler, debt,"
                  + " withheld, debt_xlm) values (?, ?, 1, 1, 0, 1, 0, 0, 0, 0)"),
          Map.entry(
              "debt_payments",
              "(farmer_id, pooler_id, amount, xlm, claimable, transaction_id, transaction_hash,"
                  + " ledger, at) values (?, ?, 1, 0, false, "
                  + TRANSACTION
                  + ", 'h', 9, now())"),
          Map.entry(
              "claims",
              "(transaction_id, farmer_id, balance_id, amount, by_whom, at) select "
                  + TRANSACTION
                  + ", ?, repeat('a', 64), 1, 'farmer', now() from poolers where id = ?"),
          Map.entry(
              "late_payouts",
              "(farmer_id, pooler_id, kale, xlm, debt_xlm, claimable, transaction_id,"
                  + " transaction_hash, ledger, at) values (?, ?, 0, 1, 0, false, "
                  + TRANSACTION
                  + ", 'h', 9, now())"),
          Map.entry(
              "earned_payouts",
              "(farmer_id, transaction_hash, ledger, earned, to_farmer, to_poolers, settled, at)"
                  + " select ?, 'h', 9, 1, 1, 0, 0, now() from poolers where id = ?"),
          Map.entry(
              "payout_thresholds",
              "(farmer_id, amount, by_whom, at) select ?, 1, 'farmer', now() from poolers"
                  + " where id = ?"),
          Map.entry(
              "reconciliations",
              "(farmer_id, ledger, what, books, chain, difference, at)"
                  + " select ?, 9, 'block', 1, 1, 0, now() from poolers where id = ?"),
          Map.entry(
              "expected_rewards",
              "(farmer_id, block_index, stake, reward, ledger, at)"
                  + " select ?, 1, 1, 1, 9, now() from poolers where id = ?"),
          Map.entry(
              "farmer_events",
              "(farmer_id, from_state, to_state, by_whom, why, at)"
                  + " select ?, 'ACTIVE', 'ACTIVE', 'pool', '', now() from poolers where id = ?"),
          Map.entry(
              "farmer_terms",
              "(farmer_id, pooler_id, share_basis_points, valid_from, announced_at, by_whom, why)"
                  + " select ?, id, 1, now(), now(), 'pool', '' from poolers where id = ?"),
          Map.entry(
              "farmer_settings",
              "(farmer_id, stake_percentage, harvest_interval, by_whom, at)"
                  + " select ?, 1, 1, 'pool', now() from poolers where id = ?"));

  private AppendOnlyRows() {}

  static void insert(Db db, String table, Planter farmer) {
    db.update(
        "insert into transactions (lane, call, created_at) values (?, 'test', now())",
        farmer.custodial().text());
    switch (table) {
      case "audit" -> db.update("insert into audit (who, what, at) values ('test', 'test', now())");
      case "transaction_envelopes" ->
          db.update(
              "insert into transaction_envelopes"
                  + " (transaction_id, hash, sequence, envelope, max_time, at) values ("
                  + TRANSACTION
                  + ", 'h', 1, 'e', 1, now())");
      case "journal_entries", "journal_lines" -> {
        db.update(
            "insert into journal_entries (key, kind, memo, at) values ('k', 'test', '', now())");
        db.update(
            "insert into journal_lines (entry_id, line, account, asset, amount)"
                + " select id, 0, 'a', 'KALE', 1 from journal_entries where key = 'k'");
      }
      default ->
          db.update(
              "insert into " + table + " " + INSERTS.get(table), farmer.id(), farmer.pooler());
    }
  }

  /** A change that leaves every value as it is: even that is refused. */
  static String column(String table) {
    return switch (table) {
      case "journal_lines" -> "line = line";
      case "expected_rewards" -> "stake = stake";
      case "audit" -> "who = who";
      case "transaction_envelopes" -> "hash = hash";
      case "journal_entries" -> "key = key";
      default -> "farmer_id = farmer_id";
    };
  }
}
