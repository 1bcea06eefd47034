package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Turn;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Cause;

/** Plantings in the database. Writes join the caller's transaction. */
@Singleton
class PlantStore {
  /** To be completed by a query for farmers' ids. Parameters: block, block, block, and its own. */
  private static final String CANDIDATES =
      """
      select f.id, f.pooler_id, f.seq, f.custodial, f.stake_percentage,
        (select count(*) from unsettled_pails u where u.farmer_id = f.id) as open_pails,
        coalesce(l.ledger, 0) as settled_ledger,
        coalesce(tried.attempts, 0) as attempts, coalesce(tried.charged, 0) as charged,
        last.id as last_id, last.cause, last.detail
      from farmer_view f
      left join settled_ledgers l on l.farmer_id = f.id
      left join lateral (
        select count(*) as attempts, count(*) filter (where t.state = 'FAILED') as charged,
          max(t.id) as last_id
        from transaction_actions a join transactions t on t.id = a.transaction_id
        where a.farmer_id = f.id and a.block_index = ? and a.action = 'PLANT'
          and t.state in ('FAILED', 'REFUSED')) tried on true
      left join transactions last on last.id = tried.last_id
      where not exists (select 1 from plantings p
                        where p.farmer_id = f.id and p.block_index = ?)
        and not exists (select 1 from transaction_actions a
                        where a.farmer_id = f.id and a.block_index = ? and a.action = 'PLANT'
                          and a.live)
        and f.id in (%s)
      order by f.seq
      """;

  private static final String ACTIVE =
      CANDIDATES.formatted("select id from farmers where state = 'ACTIVE'");

  private static final String LEFT_OVER =
      CANDIDATES.formatted(
          """
          select farmer_id from transaction_actions a join transactions t on t.id = a.transaction_id
          where a.block_index = ? and a.action = 'PLANT' and t.state in ('FAILED', 'REFUSED')
          union
          select w.id from farmers w where w.state = 'ACTIVE' and
            (select max(at) from farmer_events
             where farmer_id = w.id and to_state = 'ACTIVE' and from_state <> 'ACTIVE') <= ?
          """);

  private final Db db;
  private final Clock clock;

  PlantStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * A block in which somebody may have to be given up.
   *
   * @param finished whether its planting is known to be finished
   */
  record Unfinished(long block, Instant seenAt, boolean finished) {}

  /** Active farmers to be planted in this block, in the order of their turns. */
  List<Candidate> candidates(long block) {
    return db.list(ACTIVE, PlantStore::candidate, block, block, block).stream()
        .sorted(Comparator.comparingLong(farmer -> Turn.of(block, farmer.order())))
        .toList();
  }

  /** How many of a pooler's farmers have a plant for this block under way. */
  long underWay(long block, UUID pooler) {
    return db.one(
            """
            select count(*) from transaction_actions a join farmers f on f.id = a.farmer_id
            where a.block_index = ? and a.action = 'PLANT' and a.live and f.pooler_id = ?""",
            row -> row.getLong(1),
            block,
            pooler)
        .orElseThrow();
  }

  /**
   * Farmers who ought to have been planted: those active without a break since before the block was
   * seen, and those for whom it was tried.
   */
  List<Candidate> leftOver(Unfinished block) {
    return db.list(
        LEFT_OVER,
        PlantStore::candidate,
        block.block(),
        block.block(),
        block.block(),
        block.block(),
        block.seenAt());
  }

  /** Blocks up to this one that are unfinished; the last few always, for those who came late. */
  List<Unfinished> unfinished(long upTo) {
    return db.list(
        """
        select block_index, seen_at, planted_at is not null from block_operations
        where block_index <= ? and (planted_at is null or block_index > ? - 3)
        order by block_index""",
        row -> new Unfinished(row.getLong(1), row.getTimestamp(2).toInstant(), row.getBoolean(3)),
        upTo,
        upTo);
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    String cause = row.getString("cause");
    return new Candidate(
        row.getObject("id", UUID.class),
        row.getObject("pooler_id", UUID.class),
        row.getLong("seq"),
        Address.of(row.getString("custodial")),
        row.getInt("stake_percentage"),
        row.getInt("open_pails"),
        row.getLong("settled_ledger"),
        row.getInt("attempts"),
        row.getInt("charged"),
        row.getObject("last_id", Long.class),
        cause == null ? null : Cause.valueOf(cause),
        row.getString("detail"));
  }

  /** Those of these farmers that are active, held so until the caller's transaction ends. */
  Set<UUID> lockActive(List<UUID> farmers) {
    return new HashSet<>(
        db.list(
            "select id from farmers where id = any (?) and state = 'ACTIVE' order by id for share",
            row -> row.getObject(1, UUID.class),
            (Object) farmers.toArray(UUID[]::new)));
  }

  /** The block's max_stake in stroops; empty if the block has no row. */
  Optional<BigInteger> maxStake(long block) {
    return db.one(
            "select max_stake from block_operations"
                + " where block_index = ? and max_stake is not null",
            row -> row.getBigDecimal(1),
            block)
        .map(BigDecimal::toBigIntegerExact);
  }

  /**
   * Records a pail with the settings that were in force when its transaction was asked for.
   *
   * @return false if it was recorded before
   */
  boolean planted(
      UUID farmer,
      long block,
      Kale stake,
      long ledger,
      @Nullable Long transaction,
      @Nullable String hash) {
    int rows =
        db.update(
            """
            insert into plantings
              (block_index, farmer_id, pooler_id, status, stake, stake_percentage,
               harvest_interval, detail, transaction_id, transaction_hash, ledger, planted_at)
            select ?, f.id, f.pooler_id, 'PLANTED', ?, s.stake_percentage, s.harvest_interval,
              case when ? = 0 and s.stake_percentage > 0 then 'nothing to stake' end, ?, ?, ?, ?
            from farmers f
            left join transactions t on t.id = ?
            join lateral (
              select stake_percentage, harvest_interval from farmer_settings
              where farmer_id = f.id
              order by (t.created_at is null or at <= t.created_at) desc, id desc limit 1) s
              on true
            where f.id = ?
            on conflict (farmer_id, block_index, status) do nothing""",
            block,
            stake.stroops(),
            stake.stroops(),
            transaction,
            hash,
            ledger,
            clock.instant(),
            transaction,
            farmer);
    return rows == 1;
  }

  /** Records why a farmer is not planted, unless it is or that is recorded. */
  void failed(long block, Failure failure) {
    db.update(
        """
        insert into plantings
          (block_index, farmer_id, pooler_id, status, stake, stake_percentage, harvest_interval,
           cause, detail, debtor, transaction_id, transaction_hash, planted_at)
        select ?, f.id, f.pooler_id, 'FAILED', 0, f.stake_percentage, f.harvest_interval,
          ?, ?, ?, t.id, t.hash, ?
        from farmer_view f left join transactions t on t.id = ?
        where f.id = ?
          and not exists (select 1 from plantings p where p.farmer_id = f.id and p.block_index = ?)
        on conflict (farmer_id, block_index, status) do nothing""",
        block,
        failure.cause().name(),
        failure.detail(),
        Verdict.debtor(failure.cause()).name(),
        clock.instant(),
        failure.transaction(),
        failure.farmer(),
        block);
  }

  /**
   * Marks the block's planting as finished, with the times of its first and last plant, if it is:
   * no active farmer without a row, and no plant under way.
   *
   * @return whether this call did it
   */
  boolean finish(long block) {
    int rows =
        db.update(
            """
            update block_operations b set planted_at = ?,
              opened_ledger = coalesce(b.opened_ledger, sent.opened_ledger),
              first_plant_at = sent.first_at, last_plant_at = sent.last_at,
              first_plant_ledger = sent.first_ledger, last_plant_ledger = sent.last_ledger
            from (
              select min(e.at) as first_at, max(e.at) as last_at,
                min(coalesce(t.sent_ledger, t.built_ledger)) as first_ledger,
                max(coalesce(t.sent_ledger, t.built_ledger)) as last_ledger,
                min(t.ledger) filter (where t.close_time = o.opened_time) as opened_ledger
              from block_operations o
              left join transaction_actions a
                on a.block_index = o.block_index and a.action = 'PLANT'
              left join transactions t on t.id = a.transaction_id
              left join transaction_envelopes e on e.transaction_id = t.id
              where o.block_index = ?) sent
            where b.block_index = ? and b.planted_at is null
              and not exists (select 1 from transaction_actions a
                              where a.block_index = b.block_index and a.action = 'PLANT' and a.live)
              and (b.closed_at is not null or not exists (
                     select 1 from farmers f where f.state = 'ACTIVE'
                       and not exists (select 1 from plantings p
                                       where p.farmer_id = f.id
                                         and p.block_index = b.block_index)))""",
            clock.instant(),
            block,
            block);
    return rows == 1;
  }
}
