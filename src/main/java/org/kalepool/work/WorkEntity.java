package org.kalepool.work;

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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Debtor;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Cause;

/** A row of {@code works}: a work that landed, or why none did. */
@Entity
@Immutable
@Table(name = "works")
@SqlResultSetMapping(
    name = "Work.PlantedFarmer",
    classes =
        @ConstructorResult(
            targetClass = PlantedFarmer.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "seq", type = long.class),
              @ColumnResult(name = "custodial", type = Address.class),
              @ColumnResult(name = "stake", type = long.class),
              @ColumnResult(name = "ledger", type = long.class),
              @ColumnResult(name = "landed_zeros", type = int.class),
              @ColumnResult(name = "landed_gap", type = long.class),
              @ColumnResult(name = "flying_zeros", type = int.class),
              @ColumnResult(name = "flying_since", type = long.class),
              @ColumnResult(name = "sends", type = int.class),
              @ColumnResult(name = "poor", type = boolean.class),
              @ColumnResult(name = "unclear", type = boolean.class)
            }))
@SqlResultSetMapping(
    name = "Work.Unworked",
    classes =
        @ConstructorResult(
            targetClass = WorkRepository.Unworked.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "custodial", type = Address.class),
              @ColumnResult(name = "zeros", type = Integer.class),
              @ColumnResult(name = "cause", type = Cause.class)
            }))
@NamedNativeQuery(
    name = "Work.planted",
    query = WorkEntity.PLANTED + " order by f.seq",
    resultSetMapping = "Work.PlantedFarmer")
@NamedNativeQuery(
    name = "Work.plantedByOthers",
    query = WorkEntity.PLANTED + " and p.pooler_id <> :pooler order by f.seq",
    resultSetMapping = "Work.PlantedFarmer")
@NamedNativeQuery(
    name = "Work.unworked",
    query =
        """
        select p.farmer_id, p.pooler_id, f.custodial, l.cause,
          (select max(zeros) from best_nonces b
           where b.farmer_id = p.farmer_id and b.block_index = p.block_index) as zeros
        from pails p
        join known_farmers f on f.id = p.farmer_id
        left join lateral (
          select cause from works w where w.farmer_id = p.farmer_id
            and w.block_index = p.block_index and w.cause is not null
          order by id desc limit 1) l on true
        where p.block_index = :block
          and not exists (select 1 from works w where w.farmer_id = p.farmer_id
            and w.block_index = p.block_index
            and (w.status = 'WORKED' or w.transaction_id is null))
          and not exists (select 1 from open_deeds d
            where d.farmer_id = p.farmer_id and d.block_index = p.block_index
              and d.action = 'WORK')
        order by f.seq
        """,
    resultSetMapping = "Work.Unworked")
@NamedNativeQuery(
    name = "Work.unseen",
    query =
        """
        select k.block_index from planted_blocks k
        where k.pooler_id = '00000000-0000-0000-0000-000000000000'
          and k.block_index < :before and k.block_index > :after
          and not exists (select 1 from known_blocks b where b.block_index = k.block_index)
          and not exists (select 1 from archived_blocks a where a.block_index = k.block_index)
        order by k.block_index
        """,
    resultClass = Long.class)
@NamedNativeQuery(
    name = "Work.ended",
    query =
        """
        insert into works (block_index, farmer_id, pooler_id, kind, status, nonce, hash, zeros, gap,
          cause, detail, debtor, transaction_id, transaction_hash, ledger, worked_at)
        select e.block, e.farmer, e.pooler, e.kind,
          case when e.cause is null then 'WORKED' else 'FAILED' end, e.nonce, e.hash, e.zeros, e.gap,
          e.cause, e.detail, e.debtor, :transaction, e.sent, e.ledger, :now
        from unnest(cast(:blocks as bigint[]), cast(:farmers as uuid[]), cast(:poolers as uuid[]),
          cast(:kinds as text[]), cast(:nonces as numeric[]), cast(:hashes as text[]),
          cast(:zeros as int[]), cast(:gaps as bigint[]), cast(:causes as text[]),
          cast(:details as text[]), cast(:debtors as text[]), cast(:sent as text[]),
          cast(:ledgers as bigint[])) with ordinality
          as e (block, farmer, pooler, kind, nonce, hash, zeros, gap, cause, detail, debtor, sent,
            ledger, place)
        order by e.place
        """)
@NamedNativeQuery(
    name = "Work.adopt",
    query =
        """
        insert into works (block_index, farmer_id, pooler_id, kind, status, zeros, gap, detail,
          ledger, worked_at)
        select :block, :farmer, :pooler, 'FINAL', 'WORKED', :zeros, :gap, 'sent by somebody else',
          :ledger, :now
        where not exists (select 1 from works w where w.farmer_id = :farmer
          and w.block_index = :block and w.transaction_id is null and w.status = 'FAILED')
        on conflict do nothing
        """)
@NamedNativeQuery(
    name = "Work.giveUp",
    query =
        """
        insert into works (block_index, farmer_id, pooler_id, kind, status, zeros, cause, detail,
          debtor, worked_at)
        select :block, :farmer, :pooler, 'FINAL', 'FAILED', cast(:zeros as integer), :cause,
          :detail, :debtor, :now
        where not exists (select 1 from works w where w.farmer_id = :farmer
          and w.block_index = :block and w.transaction_id is null)
        on conflict do nothing
        """)
@NamedNativeQuery(
    name = "Work.found",
    query =
        """
        insert into works (block_index, farmer_id, pooler_id, kind, status, zeros, gap, cause,
          detail, debtor, ledger, worked_at)
        select :block, f.id, u.pooler_id, 'FINAL', :status, cast(:zeros as integer),
          cast(:gap as bigint), cast(:cause as text), :detail, cast(:debtor as text), :ledger, :now
        from known_farmers f
        cross join lateral planted_under(f.id, :block, null, cast(:now as timestamptz)) u
        where f.id = :farmer and not exists (select 1 from works w
          where w.farmer_id = f.id and w.block_index = :block
             and (w.status = 'WORKED' or w.transaction_id is null))
        on conflict do nothing
        """)
@NamedNativeQuery(
    name = "Work.finished",
    query =
        """
        select not exists (select 1 from open_deeds d
            where d.block_index = :block and d.action in ('PLANT','WORK'))
          and not exists (select 1 from pails p
            where p.block_index = :block
              and not exists (select 1 from works w
                where w.farmer_id = p.farmer_id and w.block_index = p.block_index
                  and (w.status = 'WORKED' or w.transaction_id is null)))
        """,
    resultClass = Boolean.class)
class WorkEntity {
  /** Who is planted in a block, and how far its work is. */
  static final String PLANTED =
      """
      select p.farmer_id, p.pooler_id, f.seq, f.custodial, p.stake,
        p.planted_ledger as ledger,
        coalesce(w.zeros, -1) as landed_zeros, coalesce(w.gap, 0) as landed_gap,
        coalesce(r.zeros, -1) as flying_zeros, coalesce(r.since, 0) as flying_since, r.sends,
        coalesce(l.cause in ('INSUFFICIENT_XLM', 'ACCOUNT_MISSING'), false) as poor,
        coalesce(l.cause = 'ZEROS_TOO_LOW', false) as unclear
      from pails p
      join known_farmers f on f.id = p.farmer_id
      left join lateral (
        select zeros, gap from works
        where farmer_id = p.farmer_id and block_index = p.block_index and status = 'WORKED'
        order by zeros desc limit 1) w on true
      left join lateral (
        select max(q.zeros) filter (where t.state in ('QUEUED','BUILT')) as zeros,
          max(q.asked_ledger) filter (where t.state in ('QUEUED','BUILT')) as since,
          count(*) filter (where t.state in ('QUEUED','BUILT','LANDED')) as sends
        from work_requests q join deeds t
          on t.transaction_id = q.transaction_id and t.farmer_id = q.farmer_id
        where q.farmer_id = p.farmer_id and q.block_index = p.block_index) r on true
      left join lateral (
        select t.cause from work_requests q join deeds t
          on t.transaction_id = q.transaction_id and t.farmer_id = q.farmer_id
        where q.farmer_id = p.farmer_id and q.block_index = p.block_index
        order by q.transaction_id desc limit 1) l on true
      where p.block_index = :block
      """;

  /** What came of it. Stored by name. */
  enum Status {
    WORKED,
    FAILED
  }

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  long blockIndex;
  UUID farmerId;
  UUID poolerId;

  @Enumerated(EnumType.STRING)
  WorkKind kind;

  @Enumerated(EnumType.STRING)
  Status status;

  /** Unsigned; null where nothing of this pool's was sent. */
  @Nullable BigDecimal nonce;

  @Nullable Hash hash;
  @Nullable Integer zeros;
  @Nullable Long gap;

  /** Null if it landed. */
  @Enumerated(EnumType.STRING)
  @Nullable Cause cause;

  @Nullable String detail;

  /** Whose fault it is; null if it landed. */
  @Enumerated(EnumType.STRING)
  @Nullable Debtor debtor;

  @Nullable Long transactionId;
  @Nullable Hash transactionHash;
  @Nullable Long ledger;
  Instant workedAt;

  /** For Hibernate, and for the repository, which fills it. */
  @SuppressWarnings("NullAway.Init")
  protected WorkEntity() {}
}
