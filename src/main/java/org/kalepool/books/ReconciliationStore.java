package org.kalepool.books;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;

/** Reads what the books say should be on the chain, and records the comparisons. */
@Singleton
class ReconciliationStore {
  /**
   * Everything that must come from one statement, so that no settlement falls between its parts. A
   * farmer is idle when no transaction of its account or about its pails is open, and none said
   * that it had planted without the books knowing the stake yet.
   */
  private static final String SNAPSHOT =
      """
      select f.id, f.custodial, f.state,
        coalesce((select balance from account_balances
                  where account = 'custody:' || f.id and asset = 'KALE'), 0) as custody,
        coalesce((select balance from account_balances
                  where account = 'xlm:' || f.id and asset = 'XLM'), 0) as xlm,
        coalesce((select ledger from settled_ledgers where farmer_id = f.id), 0) as settled,
        (select string_agg(block_index || ':' || stake, ',') from open_pails
         where farmer_id = f.id) as pails,
        exists (select 1 from reconciliations r where r.farmer_id = f.id
                and r.block_index = ? and r.what = 'block') as done,
        not exists (select 1 from transaction_actions a where a.farmer_id = f.id and a.live)
          and not exists (select 1 from transactions t
                          where t.lane = f.custodial and t.state in ('QUEUED', 'BUILT'))
          and not exists (select 1 from transaction_actions a
                          join transactions t on t.id = a.transaction_id
                          where a.farmer_id = f.id and a.block_index >= ?
                            and a.action = 'PLANT' and t.cause in ('ALREADY_PLANTED', 'SEQUENCE_TAKEN')
                            and not exists (select 1 from plantings p
                                            where p.farmer_id = f.id
                                              and p.block_index = a.block_index)) as idle,
        exists (select 1 from unrecovered u where u.farmer_id = f.id) as held,
        f.state = 'LEAVING' and exists (select 1 from transactions t
          join transaction_actions a on a.transaction_id = t.id
          where a.farmer_id = f.id and a.action = 'SPLIT' and a.block_index is null
            and t.state = 'REFUSED'
            and t.cause in ('SEQUENCE_TAKEN', 'ACCOUNT_MISSING')) as departing
      from farmers f
      """;

  private final Db db;
  private final Clock clock;

  ReconciliationStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * What the books say of one farmer at one moment.
   *
   * @param custody KALE in the account, stroops
   * @param xlm XLM in the account, stroops
   * @param settled newest ledger that is in these books
   * @param pails stakes of the open pails by block
   * @param done whether the last closed block is reconciled
   * @param idle whether nothing is under way
   * @param departing whether the farmer leaves, and a payout may have landed unseen
   * @param held whether the books are a restored backup's, and what was done since is not in them
   */
  record Standing(
      UUID farmer,
      Address custodial,
      boolean departed,
      long custody,
      long xlm,
      long settled,
      Map<Long, Long> pails,
      boolean done,
      boolean idle,
      boolean departing,
      boolean held) {
    /** Whether the books can be compared with the chain now. */
    boolean ready() {
      return idle && !held;
    }
  }

  /**
   * Those who have not departed, in the order of registration. Of who waits for its first XLM there
   * is nothing to compare, in this and the next.
   */
  List<Standing> present(long closed) {
    return db.list(
        SNAPSHOT + "where f.state <> 'DEPARTED' and f.seen_at is not null order by f.seq",
        ReconciliationStore::standing,
        closed,
        closed);
  }

  /** All farmers in the order of registration, but those that wait for their first XLM. */
  List<Standing> all(long closed) {
    return db.list(
        SNAPSHOT + "where f.seen_at is not null order by f.seq",
        ReconciliationStore::standing,
        closed,
        closed);
  }

  /** One farmer as of now; empty if there is none. */
  Optional<Standing> find(UUID farmer, long closed) {
    return db.one(
        SNAPSHOT + "where f.id = ?", ReconciliationStore::standing, closed, closed, farmer);
  }

  /** One farmer, locked against another reconciliation until the caller's transaction ends. */
  Standing locked(UUID farmer, long closed) {
    db.one("select id from farmers where id = ? for no key update", row -> farmer, farmer);
    return find(farmer, closed).orElseThrow();
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        row.getObject("id", UUID.class),
        Address.of(row.getString("custodial")),
        row.getString("state").equals("DEPARTED"),
        row.getBigDecimal("custody").longValueExact(),
        row.getBigDecimal("xlm").longValueExact(),
        row.getLong("settled"),
        pails(row.getString("pails")),
        row.getBoolean("done"),
        row.getBoolean("idle"),
        row.getBoolean("departing"),
        row.getBoolean("held"));
  }

  private static Map<Long, Long> pails(@Nullable String list) {
    Map<Long, Long> pails = new TreeMap<>();
    if (list != null) {
      for (String pail : list.split(",", -1)) {
        int colon = pail.indexOf(':');
        pails.put(Long.valueOf(pail.substring(0, colon)), Long.valueOf(pail.substring(colon + 1)));
      }
    }
    return pails;
  }

  /** Whether the newest difference of this kind is the same. */
  boolean isKnown(UUID farmer, String what, long difference) {
    return db.one(
            """
            select difference from reconciliations
            where farmer_id = ? and what = ? order by id desc limit 1""",
            row -> row.getLong(1),
            farmer,
            what)
        .filter(last -> last == difference)
        .isPresent();
  }

  void record(UUID farmer, @Nullable Long block, long ledger, String what, long books, long chain) {
    db.update(
        """
        insert into reconciliations
          (block_index, farmer_id, ledger, what, books, chain, difference, at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (farmer_id, block_index) where what = 'block' do nothing""",
        block,
        farmer,
        ledger,
        what,
        books,
        chain,
        Math.subtractExact(chain, books),
        clock.instant());
  }
}
