package org.kalepool.lab.simulation;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * Looks whether the pool's database holds its invariants: {@link FarmInvariants}, {@link
 * PoolerInvariants}, that nothing is stuck, and that the past does not change.
 */
final class Invariants {
  /** Blocks that are looked at again after each block. */
  private static final long RECENT = 12;

  /** Seconds of the network that a transaction may be open, beyond the longest silence. */
  private static final long STUCK_SECONDS = 1_200;

  private static final long LEAVING_SECONDS = 6_000;

  private static final List<String> APPEND_ONLY =
      List.of(
          "plantings",
          "works",
          "harvests",
          "splits",
          "split_parts",
          "earned_payouts",
          "split_earned",
          "compensations",
          "debt_payments",
          "journal_entries",
          "farmer_events",
          "farmer_settings",
          "farmer_terms",
          "reconciliations");

  /** Of these the tables whose rows a registration takes along that nobody has paid for. */
  private static final Set<String> LAPSING =
      Set.of("farmer_events", "farmer_settings", "farmer_terms");

  /** Tables whose old rows go into the archive. */
  private static final List<String> ARCHIVED =
      List.of(
          "plantings",
          "works",
          "harvests",
          "reconciliations",
          "journal_entries",
          "journal_lines",
          "transactions",
          "transaction_actions");

  private final SimulatedDatabase database;
  private final Sandbox sandbox;
  private final Map<String, String> afterEachBlock = new LinkedHashMap<>();
  private final Map<String, String> overAll = new LinkedHashMap<>();
  private final Map<String, String> keptUpTo = new LinkedHashMap<>();
  private int restoresSeen;

  Invariants(SimulatedDatabase database, Sandbox sandbox) {
    this.database = database;
    this.sandbox = sandbox;
    afterEachBlock.putAll(FarmInvariants.AFTER_EACH_BLOCK);
    afterEachBlock.putAll(PoolerInvariants.AFTER_EACH_BLOCK);
    overAll.putAll(FarmInvariants.OVER_ALL);
    overAll.putAll(PoolerInvariants.OVER_ALL);
  }

  /** A restore takes history back: what was kept of it before says nothing any more. */
  void restored(int restores) {
    if (restores != restoresSeen) {
      restoresSeen = restores;
      keptUpTo.clear();
    }
  }

  /** What is broken in the latest blocks, one line each. */
  List<String> afterBlock(long index, Instant now, long silentSeconds) throws SQLException {
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, String> invariant : afterEachBlock.entrySet()) {
      broken.addAll(broken(invariant, Math.max(0, index - RECENT), index - 2));
    }
    broken.addAll(stuck(now.minusSeconds(STUCK_SECONDS + silentSeconds), now));
    broken.addAll(wronglyLost(index));
    return broken;
  }

  private List<String> broken(Map.Entry<String, String> invariant, long from, long to)
      throws SQLException {
    String sql =
        invariant.getValue().replace("?1", Long.toString(from)).replace("?2", Long.toString(to));
    List<String> rows = sql.contains("?") ? database.rows(sql, from) : database.rows(sql);
    return rows.stream().map(row -> invariant.getKey() + ": " + row).toList();
  }

  private List<String> stuck(Instant before, Instant now) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String row :
        database.rows(
            "select t.id, a.farmer_id, a.block_index, a.action, t.state, t.attempts, t.created_at,"
                + " t.last_answer from transactions t join transaction_actions a"
                + " on a.transaction_id = t.id where t.state in ('QUEUED','BUILT')"
                + " and t.created_at < ?",
            Timestamp.from(before))) {
      found.add("a transaction does not come to an end: " + row);
    }
    for (String row :
        database.rows(
            "select f.id, o.obstacle, o.detail, o.since from farmers f left join exit_obstacles o"
                + " on o.farmer_id = f.id where f.state = 'LEAVING' and (select max(at) from"
                + " farmer_events e where e.farmer_id = f.id) < ?"
                + " and (o.obstacle is null or o.obstacle not in ('PAYOUT_MISSING'))",
            Timestamp.from(now.minusSeconds(LEAVING_SECONDS)))) {
      found.add("a farmer cannot leave: " + row);
    }
    for (String row :
        database.rows(
            "select f.id from farmers f where f.state = 'SUSPENDED' and not exists (select 1 from"
                + " farmer_events e where e.farmer_id = f.id and e.by_whom = 'restore' and e.id ="
                + " (select max(id) from farmer_events where farmer_id = f.id))")) {
      found.add("a farmer is suspended: " + row);
    }
    for (String row :
        database.rows(
            "select farmer_id, block_index, ledger, what, books, chain from reconciliations"
                + " where difference <> 0 order by id limit 20")) {
      found.add("a difference was found: " + row);
    }
    return found;
  }

  /** Pails that were given up though the chain still has them. */
  private List<String> wronglyLost(long index) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String row :
        database.rows(
            "select f.custodial, h.block_index from harvests h join farmers f on f.id ="
                + " h.farmer_id where h.block_index >= ? and h.status in ('LOST','HARVESTED')",
            Math.max(0, index - RECENT))) {
      String[] parts = row.split(" ", -1);
      if (sandbox.pail(Address.of(parts[0]), Long.parseLong(parts[1])).isPresent()
          && sandbox.block(Long.parseLong(parts[1])).isPresent()
          && sandbox.pail(Address.of(parts[0]), Long.parseLong(parts[1])).get().worked()) {
        found.add("settled though its pail can be harvested: " + row);
      }
    }
    return found;
  }

  /**
   * What is broken in all of history, the archived part included, and what of it has changed since
   * the last call. The archive is read once, into tables of this connection.
   */
  List<String> overAll() throws SQLException {
    for (String table : ARCHIVED) {
      database.update(
          "create temporary table all_" + table + " as select * from history_" + table + "()");
    }
    try {
      return brokenOverAll();
    } finally {
      for (String table : ARCHIVED) {
        database.update("drop table all_" + table);
      }
    }
  }

  private List<String> brokenOverAll() throws SQLException {
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, String> invariant : overAll.entrySet()) {
      broken.addAll(broken(invariant, 0, 0));
    }
    for (String table : APPEND_ONLY) {
      broken.addAll(changed(table));
      if (database.number("select count(*) from " + table) > 0
          && !database.refuses("delete from " + table)) {
        broken.add("a past row can be changed: " + table);
      }
    }
    return broken;
  }

  private List<String> changed(String table) throws SQLException {
    String kept = keptUpTo.get(table);
    List<String> broken = new ArrayList<>();
    if (kept != null) {
      String[] parts = kept.split(" ", -1);
      String again = history(table, Long.parseLong(parts[0]));
      if (!again.equals(kept)) {
        broken.add("the past has changed: " + table + " was " + kept + ", is " + again);
      }
    }
    keptUpTo.put(table, history(table, lastToStay(table)));
    return broken;
  }

  /** The newest row before which none may go any more. */
  private long lastToStay(String table) throws SQLException {
    String newest = "select coalesce(max(id), 0) from " + all(table);
    return database.number(
        LAPSING.contains(table)
            ? "select coalesce((select min(t.id) - 1 from "
                + table
                + " t join farmers f on f.id = t.farmer_id where f.seen_at is null"
                + " and f.state in ('REGISTERED', 'LEAVING')), ("
                + newest
                + "))"
            : newest);
  }

  private String history(String table, long last) throws SQLException {
    return database
        .rows(
            "select "
                + last
                + ", count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)"
                + " from "
                + all(table)
                + " t where id <= "
                + last)
        .getFirst();
  }

  private static String all(String table) {
    return ARCHIVED.contains(table) ? "all_" + table : table;
  }
}
