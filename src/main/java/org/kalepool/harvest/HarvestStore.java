package org.kalepool.harvest;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Debtor;
import org.kalepool.books.PailWrittenOff;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Cause;

/** Harvests in the database. Writes join the caller's transaction. */
@Singleton
class HarvestStore {
  /** Parameter: the running block's index. */
  private static final String OPEN =
      """
      select p.*, b.live_until, coalesce(l.ledger, 0) as settled_ledger, failed.attempts,
        coalesce(failed.ledger, 0) as last_attempt,
        (select min(c.seen_ledger) from block_operations c
         where c.block_index > p.block_index) as closed_ledger,
        coalesce(newest.cause in ('INSUFFICIENT_XLM', 'ACCOUNT_MISSING')
          and newest.lane = p.custodial, false) as poor,
        (select count(*) from transactions q
         where q.lane = p.custodial and q.state in ('QUEUED', 'BUILT')) as under_way,
        exists (select 1 from works w
                where w.farmer_id = p.farmer_id and w.block_index = p.block_index
                  and w.debtor = 'NETWORK') as unworkable
      from open_pails p
      left join block_operations b on b.block_index = p.block_index
      left join settled_ledgers l on l.farmer_id = p.farmer_id
      left join lateral (
        select count(*) as attempts, max(h.ledger) as ledger from harvests h
        where h.farmer_id = p.farmer_id and h.block_index = p.block_index
          and h.status = 'FAILED') failed on true
      left join lateral (
        select h.cause, t.lane from harvests h left join transactions t on t.id = h.transaction_id
        where h.farmer_id = p.farmer_id and h.block_index = p.block_index
          and h.status = 'FAILED' order by h.id desc limit 1) newest on true
      where p.block_index < ?
        and not exists (select 1 from transaction_actions a
                        where a.farmer_id = p.farmer_id and a.block_index = p.block_index
                          and a.action = 'HARVEST' and a.live)
      """;

  private final Db db;
  private final Clock clock;

  HarvestStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** What the chain was computed to pay. */
  record Expected(Kale stake, Kale reward) {}

  /** Pails that are due by the rule, or that no work is known of, by block. */
  List<OpenPail> due(DueRule rule) {
    return db.list(
        OPEN
            + """
            and (p.block_index + p.harvest_interval <= ? or p.farmer_state = 'LEAVING'
                 or p.worked_zeros is null
                 or least(coalesce(b.live_until, 0), p.planted_ledger + ? - 1) - ? <= ?)
            order by p.block_index, p.farmer_id""",
        HarvestStore::pail,
        rule.index(),
        rule.index(),
        rule.ttl(),
        rule.margin(),
        rule.ledger());
  }

  Optional<OpenPail> find(UUID farmer, long block, long index) {
    return db.one(
        OPEN + "and p.farmer_id = ? and p.block_index = ?",
        HarvestStore::pail,
        index,
        farmer,
        block);
  }

  private static OpenPail pail(ResultSet row) throws SQLException {
    return new OpenPail(
        row.getObject("farmer_id", UUID.class),
        row.getObject("pooler_id", UUID.class),
        Address.of(row.getString("custodial")),
        row.getLong("block_index"),
        Kale.ofStroops(row.getLong("stake")),
        row.getInt("harvest_interval"),
        row.getString("farmer_state").equals("LEAVING"),
        row.getLong("planted_ledger"),
        row.getObject("worked_gap", Long.class),
        zeros(row),
        row.getObject("live_until", Long.class),
        row.getLong("closed_ledger"),
        row.getLong("settled_ledger"),
        row.getInt("attempts"),
        row.getLong("last_attempt"),
        row.getBoolean("poor"),
        row.getInt("under_way"),
        row.getBoolean("unworkable"));
  }

  private static @Nullable Long zeros(ResultSet row) throws SQLException {
    int zeros = row.getInt("worked_zeros");
    return row.wasNull() ? null : Long.valueOf(zeros);
  }

  /**
   * Whether any transaction for the farmer or of its account is under way, or a restored backup's
   * books do not know yet what was done since.
   */
  boolean isBusy(OpenPail pail) {
    return db.one(
            """
            select exists (select 1 from transaction_actions a where a.farmer_id = ? and a.live)
              or exists (select 1 from transactions t
                         where t.lane = ? and t.state in ('QUEUED', 'BUILT'))
              or exists (select 1 from unrecovered u where u.farmer_id = ?)""",
            row -> row.getBoolean(1),
            pail.farmer(),
            pail.custodial().text(),
            pail.farmer())
        .orElseThrow();
  }

  void expect(OpenPail pail, Kale reward, long ledger) {
    db.update(
        """
        insert into expected_rewards (farmer_id, block_index, stake, reward, ledger, at)
        values (?, ?, ?, ?, ?, ?) on conflict (farmer_id, block_index) do nothing""",
        pail.farmer(),
        pail.block(),
        pail.stake().stroops(),
        reward.stroops(),
        ledger,
        clock.instant());
  }

  Optional<Expected> expected(UUID farmer, long block) {
    return db.one(
        "select stake, reward from expected_rewards where farmer_id = ? and block_index = ?",
        row -> new Expected(Kale.ofStroops(row.getLong(1)), Kale.ofStroops(row.getLong(2))),
        farmer,
        block);
  }

  /** The stake by the books; empty if no such pail was planted. */
  Optional<Kale> stake(UUID farmer, long block) {
    return db.one(
        "select stake from plantings"
            + " where farmer_id = ? and block_index = ? and status = 'PLANTED'",
        row -> Kale.ofStroops(row.getLong(1)),
        farmer,
        block);
  }

  /**
   * @return false if the pail was settled before
   */
  boolean harvested(
      UUID farmer,
      long block,
      Kale stake,
      Kale reward,
      long ledger,
      @Nullable Long transaction,
      @Nullable String hash) {
    int rows =
        db.update(
            """
            insert into harvests
              (block_index, farmer_id, pooler_id, status, stake, reward, transaction_id,
               transaction_hash, ledger, harvested_at)
            select ?, id, pooler_id, 'HARVESTED', ?, ?, ?, ?, ?, ? from farmers where id = ?
            on conflict (farmer_id, block_index) where status in ('HARVESTED', 'LOST')
            do nothing""",
            block,
            stake.stroops(),
            reward.stroops(),
            transaction,
            hash,
            ledger,
            clock.instant(),
            farmer);
    return rows == 1;
  }

  /**
   * @return false if the pail was settled before
   */
  boolean lost(OpenPail pail, Fate.Lost loss, Debtor debtor, long ledger) {
    int rows =
        db.update(
            """
            insert into harvests
              (block_index, farmer_id, pooler_id, status, stake, cause, detail, debtor, ledger,
               harvested_at)
            values (?, ?, ?, 'LOST', ?, ?, ?, ?, ?, ?)
            on conflict (farmer_id, block_index) where status in ('HARVESTED', 'LOST')
            do nothing""",
            pail.block(),
            pail.farmer(),
            pail.pooler(),
            pail.stake().stroops(),
            loss.cause().name(),
            loss.detail(),
            debtor.name(),
            ledger,
            clock.instant());
    return rows == 1;
  }

  /**
   * An operator's word that a pail is lost.
   *
   * @return the farmer's pooler; empty if the pail was settled before
   */
  Optional<UUID> writtenOff(PailWrittenOff event) {
    return db.one(
        """
        insert into harvests
          (block_index, farmer_id, pooler_id, status, stake, cause, detail, debtor, ledger,
           harvested_at)
        select ?, id, pooler_id, 'LOST', ?, ?, ?, ?, ?, ? from farmers where id = ?
        on conflict (farmer_id, block_index) where status in ('HARVESTED', 'LOST')
        do nothing returning pooler_id""",
        row -> row.getObject(1, UUID.class),
        event.block(),
        event.stake().stroops(),
        Cause.PAIL_MISSING.name(),
        event.why(),
        event.debtor().name(),
        event.ledger(),
        clock.instant(),
        event.farmer());
  }

  /** Whether this transaction is booked as a harvest of the farmer's. */
  boolean knows(UUID farmer, Hash transaction) {
    return db.one(
            "select exists (select 1 from harvests where farmer_id = ? and status = 'HARVESTED'"
                + " and transaction_hash = ?)",
            row -> row.getBoolean(1),
            farmer,
            transaction.hex())
        .orElseThrow();
  }

  /** An attempt that did not land; the pail stays open. */
  void failed(
      UUID farmer, long block, Cause cause, String detail, Debtor debtor, long ledger, long id) {
    db.update(
        """
        insert into harvests
          (block_index, farmer_id, pooler_id, status, stake, cause, detail, debtor,
           transaction_id, transaction_hash, ledger, harvested_at)
        select ?, f.id, f.pooler_id, 'FAILED', coalesce(p.stake, 0), ?, ?, ?, t.id, t.hash, ?, ?
        from farmers f
        left join plantings p
          on p.farmer_id = f.id and p.block_index = ? and p.status = 'PLANTED'
        left join transactions t on t.id = ?
        where f.id = ?""",
        block,
        cause.name(),
        detail,
        debtor.name(),
        ledger,
        clock.instant(),
        block,
        id,
        farmer);
  }
}
