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
            targetClass = PlantCandidate.class,
            columns = {
              @ColumnResult(name = "id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "seq", type = long.class),
              @ColumnResult(name = "custodial", type = Address.class),
              @ColumnResult(name = "stake_percentage", type = int.class),
              @ColumnResult(name = "kept", type = Kale.class),
              @ColumnResult(name = "farm_when", type = String.class),
              @ColumnResult(name = "share_basis_points", type = int.class),
              @ColumnResult(name = "harvest_interval", type = int.class),
              @ColumnResult(name = "open_pails", type = int.class),
              @ColumnResult(name = "staked", type = Kale.class),
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
              @ColumnResult(name = "first_ledger", type = Long.class),
              @ColumnResult(name = "last_ledger", type = Long.class),
              @ColumnResult(name = "opened_ledger", type = Long.class)
            }))
@NamedNativeQuery(
    name = "Planting.active",
    query =
        PlantingEntity.CANDIDATES
            + """
            and f.state = 'ACTIVE'
            order by f.seq
            """,
    resultSetMapping = "Planting.Candidate")
@NamedNativeQuery(
    name = "Planting.leftOver",
    query =
        PlantingEntity.CANDIDATES
            + """
            and f.id in (
              select d.farmer_id from deeds d
              where d.block_index = :block and d.action = 'PLANT'
                and d.state in ('FAILED', 'REFUSED')
              union
              select w.farmer_id from active_farmers w where w.since <= :seenAt)
            order by f.seq
            """,
    resultSetMapping = "Planting.Candidate")
@NamedNativeQuery(
    name = "Planting.underWay",
    query =
        """
        select count(*) from open_deeds d
        where d.block_index = :block and d.action = 'PLANT' and d.pooler_id = :pooler
        """,
    resultClass = Long.class)
@NamedNativeQuery(
    name = "Planting.planted",
    query =
        """
        insert into plantings
          (block_index, farmer_id, pooler_id, share_basis_points, status, stake,
           stake_percentage, harvest_interval, detail, transaction_id, transaction_hash, ledger,
           planted_at)
        select g.block, f.id, u.pooler_id, u.share_basis_points, 'PLANTED', g.stake,
          s.stake_percentage, s.harvest_interval,
          case when g.stake = 0 and s.stake_percentage > 0 then 'nothing to stake' end,
          cast(:transaction as bigint), cast(:hash as text), :ledger, :now
        from unnest(cast(:farmers as uuid[]), cast(:blocks as bigint[]),
          cast(:stakes as bigint[])) as g (farmer, block, stake)
        join known_farmers f on f.id = g.farmer
        left join known_transactions t on t.id = cast(:transaction as bigint)
        cross join lateral settings_of(f.id, t.asked_at) s
        cross join lateral
          planted_under(f.id, g.block, cast(:transaction as bigint), cast(:now as timestamptz)) u
        order by f.id
        on conflict (farmer_id, block_index, status) do nothing
        """)
@NamedNativeQuery(
    name = "Planting.failed",
    query =
        """
        insert into plantings
          (block_index, farmer_id, pooler_id, status, stake, stake_percentage, harvest_interval,
           cause, detail, debtor, transaction_id, transaction_hash, planted_at)
        select :block, f.id, u.pooler_id,
          case when cast(:debtor as text) is null then 'SKIPPED' else 'FAILED' end, 0,
          f.stake_percentage, f.harvest_interval, :cause, cast(:detail as text),
          cast(:debtor as text), t.id, t.hash, :now
        from farmer_view f left join known_transactions t on t.id = cast(:transaction as bigint)
        cross join lateral planted_under(f.id, :block, t.id, cast(:now as timestamptz)) u
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
        select min(d.sent_ledger) as first_ledger, max(d.sent_ledger) as last_ledger,
          min(d.ledger) filter (where d.close_time = :openedTime) as opened_ledger
        from deeds d
        where d.block_index = :block and d.action = 'PLANT'
        having not exists (select 1 from open_deeds o
                           where o.block_index = :block and o.action = 'PLANT')
          and (:closed or not exists (
                 select 1 from known_farmers f where f.state = 'ACTIVE'
                   and not exists (select 1 from plantings p
                                   where p.farmer_id = f.id and p.block_index = :block)))
        """,
    resultSetMapping = "Planting.Plants")
class PlantingEntity {
  /** To be completed by a condition on the farmers' ids. */
  static final String CANDIDATES =
      """
      select f.id, f.pooler_id, f.seq, f.custodial, f.stake_percentage,
        coalesce((select k.amount from kept_for_payouts k where k.farmer_id = f.id), 0) as kept,
        f.farm_when, terms_of(f.id, cast(:now as timestamptz)) as share_basis_points,
        f.harvest_interval,
        (select count(*) from unsettled_pails u where u.farmer_id = f.id) as open_pails,
        coalesce((select sum(c.open_stake) from farmer_counters c where c.farmer_id = f.id), 0)
          as staked,
        coalesce(l.ledger, 0) as settled_ledger,
        coalesce(tried.attempts, 0) as attempts, coalesce(tried.charged, 0) as charged,
        last.id as last_id, last.cause, last.detail
      from farmer_view f
      left join booked_ledgers l on l.farmer_id = f.id
      left join lateral (
        select count(*) as attempts, count(*) filter (where d.state = 'FAILED') as charged,
          max(d.transaction_id) as last_id
        from deeds d
        where d.farmer_id = f.id and d.block_index = :block and d.action = 'PLANT'
          and d.state in ('FAILED', 'REFUSED')) tried on true
      left join known_transactions last on last.id = tried.last_id
      where not exists (select 1 from plantings p
                        where p.farmer_id = f.id and p.block_index = :block)
        and not exists (select 1 from open_deeds o
                        where o.farmer_id = f.id and o.block_index = :block and o.action = 'PLANT')
      """;

  /** What came of it. Stored by name. */
  enum Status {
    PLANTED,
    FAILED,
    /** It would not have paid. */
    SKIPPED
  }

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  long blockIndex;
  UUID farmerId;

  /** With whom the farmer was when the plant was asked for. */
  UUID poolerId;

  /** The pooler's part of what the pail earns, null if it is not planted. */
  @Nullable Integer shareBasisPoints;

  @Enumerated(EnumType.STRING)
  Status status;

  Kale stake;
  int stakePercentage;
  int harvestInterval;

  /** Null if it is planted. */
  @Enumerated(EnumType.STRING)
  @Nullable Cause cause;

  @Nullable String detail;

  /** Whose fault it is; null unless it failed. */
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
