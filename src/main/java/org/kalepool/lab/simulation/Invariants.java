package org.kalepool.lab.simulation;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * The invariants that the pool's database must hold, as queries for what breaks them. What the
 * schema itself refuses is asked for all the same: a constraint can be lost in a migration.
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

  private static final String COUNTERS =
      " wished, planted, plant_failures, works, worked, harvested, lost, open_pails, staked,"
          + " rewards, forfeits, open_stake, compensations";

  private static final Map<String, String> AFTER_EACH_BLOCK = new LinkedHashMap<>();
  private static final Map<String, String> OVER_ALL = new LinkedHashMap<>();

  static {
    for (String table : List.of("plantings", "works", "harvests")) {
      AFTER_EACH_BLOCK.put(
          "a failure without cause or debtor in " + table,
          "select farmer_id, block_index, status from "
              + table
              + " where block_index >= ? and status in ('FAILED','LOST')"
              + " and (cause is null or debtor is null)");
    }
    AFTER_EACH_BLOCK.put(
        "planted and neither worked nor told why not",
        "select p.farmer_id, p.block_index from plantings p where p.status = 'PLANTED'"
            + " and p.block_index >= ?1 and p.block_index <= ?2 and not exists (select 1 from"
            + " works w where w.farmer_id = p.farmer_id and w.block_index = p.block_index)");
    AFTER_EACH_BLOCK.put(
        "active all through a block and neither planted nor told why not",
        "select f.id, b.block_index from farmers f, block_operations b where f.state = 'ACTIVE'"
            + " and b.block_index >= ?1 and b.block_index <= ?2 and b.block_index > 0"
            + " and (select max(at) from farmer_events e where e.farmer_id = f.id) < b.seen_at"
            + " and not exists (select 1 from plantings p where p.farmer_id = f.id"
            + " and p.block_index = b.block_index)");
    AFTER_EACH_BLOCK.put(
        "a stake lost by the pooler's fault that is not owed, or owed without fault",
        "select h.farmer_id, h.block_index, h.cause, h.debtor, h.stake, c.amount from harvests h"
            + " left join compensations c on c.farmer_id = h.farmer_id"
            + " and c.block_index = h.block_index where h.block_index >= ? and ((h.status = 'LOST'"
            + " and h.debtor = 'POOLER' and h.stake > 0 and c.amount is distinct from h.stake)"
            + " or (c.amount is not null and h.status <> 'FAILED'"
            + " and (h.status <> 'LOST' or h.debtor <> 'POOLER')))");
    AFTER_EACH_BLOCK.put(
        "a reward other than the block's",
        "select h.farmer_id, h.block_index, h.reward, e.reward from harvests h"
            + " join expected_rewards e on e.farmer_id = h.farmer_id"
            + " and e.block_index = h.block_index where h.block_index >= ?"
            + " and h.status = 'HARVESTED' and h.reward <> e.reward");
    AFTER_EACH_BLOCK.putAll(PoolerInvariants.AFTER_EACH_BLOCK);
    for (String action : List.of("PLANT", "HARVEST", "SPLIT", "TRUSTLINE")) {
      OVER_ALL.put(
          "done twice: " + action,
          "select a.farmer_id, a.block_index from all_transaction_actions a join all_transactions t"
              + " on t.id = a.transaction_id where a.action = '"
              + action
              + "' and coalesce(a.ended, t.state) = 'LANDED' group by 1, 2 having count(*) > 1");
    }
    OVER_ALL.put(
        "a batch whose deeds' shares are not its fee",
        "select t.id, t.fee_charged, sum(a.fee_charged) from all_transaction_actions a"
            + " join all_transactions t on t.id = a.transaction_id where a.ended is not null"
            + " and t.state in ('LANDED','FAILED') group by 1, 2"
            + " having sum(a.fee_charged) <> t.fee_charged");
    OVER_ALL.put(
        "a batch of which it is not told what became of a deed",
        "select a.transaction_id, a.farmer_id, a.block_index from transaction_actions a"
            + " where a.ended is null and not a.live and exists (select 1 from"
            + " transaction_actions o where o.transaction_id = a.transaction_id and o.id <> a.id)");
    OVER_ALL.put(
        "a journal entry that does not balance",
        "select entry_id, asset, sum(amount) from all_journal_lines group by entry_id, asset"
            + " having sum(amount) <> 0");
    OVER_ALL.put(
        "an account that is not the sum of its lines",
        "select b.account, b.asset, b.balance, l.sum from account_balances b full join (select"
            + " account, asset, sum(amount) as sum from all_journal_lines group by 1, 2) l"
            + " on l.account = b.account and l.asset = b.asset where b.balance is distinct from"
            + " l.sum");
    OVER_ALL.put(
        "a balance that is not what is carried forward and the lines since",
        "select account, asset, b.balance, c.amount, l.sum from account_balances b left join"
            + " carried_forward c using (account, asset) left join (select account, asset,"
            + " sum(amount) as sum from journal_lines group by 1, 2) l using (account, asset)"
            + " where b.balance <> coalesce(c.amount, 0) + coalesce(l.sum, 0)");
    OVER_ALL.put(
        "an open pail that history does not know, or the other way round",
        "(select farmer_id, block_index from all_plantings where status = 'PLANTED' except select"
            + " farmer_id, block_index from all_harvests where status in ('HARVESTED','LOST'))"
            + " except select farmer_id, block_index from unsettled_pails");
    OVER_ALL.putAll(PoolerInvariants.OVER_ALL);
    OVER_ALL.put(
        "counters that are not what history says",
        "(select 'counted', * from (table counted_farmers except select farmer_id, pooler_id,"
            + COUNTERS
            + " from farmer_counters) c) union all (select 'kept', * from (select farmer_id,"
            + " pooler_id,"
            + COUNTERS
            + " from farmer_counters except table counted_farmers) k)");
    OVER_ALL.put(
        "counted blocks that are not what history says",
        "select * from counted_blocks c full join pooler_blocks k using (pooler_id)"
            + " where c.blocks is distinct from k.blocks");
    OVER_ALL.put(
        "two transactions of one lane in flight",
        "select lane from transactions where state = 'BUILT' group by lane having count(*) > 1");
    OVER_ALL.put(
        "departed without a split, or paid and still there",
        "select f.id, f.state, s.id from farmers f left join splits s on s.farmer_id = f.id"
            + " where (s.id is not null and f.state <> 'DEPARTED') or (s.id is null and f.state ="
            + " 'DEPARTED' and exists (select 1 from farmer_events e where e.farmer_id = f.id"
            + " and e.to_state = 'ACTIVE'))");
  }

  private final SimulatedDatabase database;
  private final Sandbox sandbox;
  private final Map<String, String> keptUpTo = new LinkedHashMap<>();
  private int restoresSeen;

  Invariants(SimulatedDatabase database, Sandbox sandbox) {
    this.database = database;
    this.sandbox = sandbox;
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
    for (Map.Entry<String, String> invariant : AFTER_EACH_BLOCK.entrySet()) {
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
    for (Map.Entry<String, String> invariant : OVER_ALL.entrySet()) {
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
    keptUpTo.put(
        table, history(table, database.number("select coalesce(max(id), 0) from " + all(table))));
    return broken;
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
