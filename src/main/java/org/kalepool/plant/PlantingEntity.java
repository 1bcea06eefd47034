package org.kalepool.plant;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.KnownBlocks.Plants;
import org.kalepool.books.Debtor;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Cause;

/** A row of {@code plantings}: a pail, or why there is none. */
@Entity
@Immutable
@Table(name = "plantings")
@SqlResultSetMapping(
    name = "Planting.Candidate",
    classes =
        @ConstructorResult(
            targetClass = Candidate.class,
            columns = {
              @ColumnResult(name = "id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "seq", type = long.class),
              @ColumnResult(name = "custodial", type = Address.class),
              @ColumnResult(name = "stake_percentage", type = int.class),
              @ColumnResult(name = "open_pails", type = int.class),
              @ColumnResult(name = "settled_ledger", type = long.class),
              @ColumnResult(name = "attempts", type = int.class),
              @ColumnResult(name = "charged", type = int.class),
              @ColumnResult(name = "last_id", type = Long.class),
              @ColumnResult(name = "cause", type = Cause.class),
              @ColumnResult(name = "detail", type = String.class)
            }))
@SqlResultSetMapping(
    name = "Planting.Plants",
    classes =
        @ConstructorResult(
            targetClass = Plants.class,
            columns = {
              @ColumnResult(name = "first_at", type = Instant.class),
              @ColumnResult(name = "last_at", type = Instant.class),
              @ColumnResult(name = "first_ledger", type = Long.class),
              @ColumnResult(name = "last_ledger", type = Long.class),
              @ColumnResult(name = "opened_ledger", type = Long.class)
            }))
@NamedNativeQuery(
    name = "Planting.active",
    query =
        PlantingEntity.CANDIDATES
            + """
            and f.id in (select id from farmers where state = 'ACTIVE')
            order by f.seq
            """,
    resultSetMapping = "Planting.Candidate")
@NamedNativeQuery(
    name = "Planting.leftOver",
    query =
        PlantingEntity.CANDIDATES
            + """
            and f.id in (
              select farmer_id from transaction_actions a
                join transactions t on t.id = a.transaction_id
              where a.block_index = :block and a.action = 'PLANT'
                and t.state in ('FAILED', 'REFUSED')
              union
              select w.id from farmers w where w.state = 'ACTIVE' and
                (select max(at) from farmer_events
                 where farmer_id = w.id and to_state = 'ACTIVE' and from_state <> 'ACTIVE')
                  <= :seenAt)
            order by f.seq
            """,
    resultSetMapping = "Planting.Candidate")
@NamedNativeQuery(
    name = "Planting.underWay",
    query =
        """
        select count(*) from transaction_actions a join farmers f on f.id = a.farmer_id
        where a.block_index = :block and a.action = 'PLANT' and a.live and f.pooler_id = :pooler
        """,
    resultClass = Long.class)
@NamedNativeQuery(
    name = "Planting.lockActive",
    query =
        "select id from farmers where id = any (:farmers) and state = 'ACTIVE'"
            + " order by id for share",
    resultClass = UUID.class)
@NamedNativeQuery(
    name = "Planting.planted",
    query =
        """
        insert into plantings
          (block_index, farmer_id, pooler_id, status, stake, stake_percentage,
           harvest_interval, detail, transaction_id, transaction_hash, ledger, planted_at)
        select :block, f.id, f.pooler_id, 'PLANTED', :stake, s.stake_percentage, s.harvest_interval,
          case when :stake = 0 and s.stake_percentage > 0 then 'nothing to stake' end,
          cast(:transaction as bigint), cast(:hash as text), :ledger, :now
        from farmers f
        left join transactions t on t.id = cast(:transaction as bigint)
        join lateral (
          select stake_percentage, harvest_interval from farmer_settings
          where farmer_id = f.id
          order by (t.created_at is null or at <= t.created_at) desc, id desc limit 1) s
          on true
        where f.id = :farmer
        on conflict (farmer_id, block_index, status) do nothing
        """)
@NamedNativeQuery(
    name = "Planting.failed",
    query =
        """
        insert into plantings
          (block_index, farmer_id, pooler_id, status, stake, stake_percentage, harvest_interval,
           cause, detail, debtor, transaction_id, transaction_hash, planted_at)
        select :block, f.id, f.pooler_id, 'FAILED', 0, f.stake_percentage, f.harvest_interval,
          :cause, cast(:detail as text), :debtor, t.id, t.hash, :now
        from farmer_view f left join transactions t on t.id = cast(:transaction as bigint)
        where f.id = :farmer
          and not exists (select 1 from plantings p
                          where p.farmer_id = f.id and p.block_index = :block)
        on conflict (farmer_id, block_index, status) do nothing
        """)
@NamedNativeQuery(
    name = "Planting.finished",
    // no row unless it is
    query =
        """
        select min(e.at) as first_at, max(e.at) as last_at,
          min(coalesce(t.sent_ledger, t.built_ledger)) as first_ledger,
          max(coalesce(t.sent_ledger, t.built_ledger)) as last_ledger,
          min(t.ledger) filter (where t.close_time = :openedTime) as opened_ledger
        from transaction_actions a
        join transactions t on t.id = a.transaction_id
        left join transaction_envelopes e on e.transaction_id = t.id
        where a.block_index = :block and a.action = 'PLANT'
        having not exists (select 1 from transaction_actions a
                           where a.block_index = :block and a.action = 'PLANT' and a.live)
          and (:closed or not exists (
                 select 1 from farmers f where f.state = 'ACTIVE'
                   and not exists (select 1 from plantings p
                                   where p.farmer_id = f.id and p.block_index = :block)))
        """,
    resultSetMapping = "Planting.Plants")
class PlantingEntity {
  /** To be completed by a condition on the farmers' ids. */
  static final String CANDIDATES =
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
        where a.farmer_id = f.id and a.block_index = :block and a.action = 'PLANT'
          and t.state in ('FAILED', 'REFUSED')) tried on true
      left join transactions last on last.id = tried.last_id
      where not exists (select 1 from plantings p
                        where p.farmer_id = f.id and p.block_index = :block)
        and not exists (select 1 from transaction_actions a
                        where a.farmer_id = f.id and a.block_index = :block and a.action = 'PLANT'
                          and a.live)
      """;

  /** What came of it. Stored by name. */
  enum Status {
    PLANTED,
    FAILED
  }

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  long blockIndex;
  UUID farmerId;
  UUID poolerId;

  @Enumerated(EnumType.STRING)
  Status status;

  Kale stake;
  int stakePercentage;
  int harvestInterval;

  /** Null if it is planted. */
  @Enumerated(EnumType.STRING)
  @Nullable Cause cause;

  @Nullable String detail;

  /** Whose fault it is; null if it is planted. */
  @Enumerated(EnumType.STRING)
  @Nullable Debtor debtor;

  @Nullable Long transactionId;
  @Nullable Hash transactionHash;

  /** In which it was planted. */
  @Nullable Long ledger;

  Instant plantedAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PlantingEntity() {}
}
