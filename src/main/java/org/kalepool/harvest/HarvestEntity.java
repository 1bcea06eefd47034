package org.kalepool.harvest;

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
import org.kalepool.books.Debtor;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Cause;

/** A row of {@code harvests}: what became of a pail, or an attempt that came to nothing. */
@Entity
@Immutable
@Table(name = "harvests")
@SqlResultSetMapping(
    name = "Harvest.OpenPail",
    classes =
        @ConstructorResult(
            targetClass = OpenPail.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "custodial", type = Address.class),
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "stake", type = Kale.class),
              @ColumnResult(name = "harvest_interval", type = int.class),
              @ColumnResult(name = "leaving", type = boolean.class),
              @ColumnResult(name = "planted_ledger", type = long.class),
              @ColumnResult(name = "worked_gap", type = Long.class),
              @ColumnResult(name = "worked_zeros", type = Long.class),
              @ColumnResult(name = "live_until", type = Long.class),
              @ColumnResult(name = "closed_ledger", type = long.class),
              @ColumnResult(name = "settled_ledger", type = long.class),
              @ColumnResult(name = "attempts", type = int.class),
              @ColumnResult(name = "last_attempt", type = long.class),
              @ColumnResult(name = "poor", type = boolean.class),
              @ColumnResult(name = "under_way", type = int.class),
              @ColumnResult(name = "unworkable", type = boolean.class)
            }))
@NamedNativeQuery(
    name = "Harvest.due",
    query =
        HarvestEntity.OPEN
            + HarvestEntity.NOT_WITH_A_PLANT
            + """
            and (p.block_index + case when :calm
                   then least(p.harvest_interval, times.harvest_after) else p.harvest_interval end
                     <= :index
                 or p.farmer_state = 'LEAVING'
                 or p.worked_zeros is null
                 or least(coalesce(b.live_until, 0), p.planted_ledger + :ttl - 1) - :margin
                    <= :ledger)
            order by p.block_index, p.farmer_id
            """,
    resultSetMapping = "Harvest.OpenPail")
@NamedNativeQuery(
    name = "Harvest.open",
    query = HarvestEntity.OPEN + "and p.farmer_id = :farmer and p.block_index = :block",
    resultSetMapping = "Harvest.OpenPail")
@NamedNativeQuery(
    name = "Harvest.along",
    query =
        HarvestEntity.OPEN
            + HarvestEntity.NOT_WITH_A_PLANT
            + "and p.farmer_id in (:farmers) and p.worked_zeros is not null"
            + " order by p.block_index, p.farmer_id",
    resultSetMapping = "Harvest.OpenPail")
@NamedNativeQuery(
    name = "Harvest.withPlants",
    query =
        HarvestEntity.OPEN
            + """
            and p.farmer_id in (:farmers) and p.block_index = :index - 1
            and p.worked_zeros is not null and failed.attempts = 0
            and exists (
              select 1 from open_pails due where due.farmer_id = p.farmer_id
                and due.block_index + case when :calm
                      then least(due.harvest_interval, times.harvest_after)
                      else due.harvest_interval end <= :index)
            """,
    resultSetMapping = "Harvest.OpenPail")
@NamedNativeQuery(
    name = "Harvest.busy",
    query =
        """
        select exists (select 1 from open_deeds d where d.farmer_id = :farmer)
          or exists (select 1 from open_transactions t where t.lane = :lane)
          or exists (select 1 from unrecovered u where u.farmer_id = :farmer)
        """,
    resultClass = Boolean.class)
@NamedNativeQuery(
    name = "Harvest.stakes",
    query =
        """
        select p.farmer_id, p.block_index, p.stake
        from unnest(cast(:farmers as uuid[]), cast(:blocks as bigint[])) as g (farmer, block)
        join pails p on p.farmer_id = g.farmer and p.block_index = g.block
        """,
    resultSetMapping = "Harvest.Staked")
@SqlResultSetMapping(
    name = "Harvest.Staked",
    classes =
        @ConstructorResult(
            targetClass = HarvestRepository.Staked.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "stake", type = long.class)
            }))
@NamedNativeQuery(
    name = "Harvest.harvested",
    query =
        """
        insert into harvests
          (block_index, farmer_id, pooler_id, status, stake, reward, transaction_id,
           transaction_hash, ledger, harvested_at)
        select p.block_index, p.farmer_id, p.pooler_id, 'HARVESTED', g.stake, g.reward,
          cast(:transaction as bigint), cast(:hash as text), :ledger, :now
        from unnest(cast(:farmers as uuid[]), cast(:blocks as bigint[]), cast(:stakes as bigint[]),
          cast(:rewards as bigint[])) as g (farmer, block, stake, reward)
        join pails p on p.farmer_id = g.farmer and p.block_index = g.block
        order by p.farmer_id, p.block_index
        on conflict (farmer_id, block_index) where status in ('HARVESTED', 'LOST') do nothing
        returning farmer_id, block_index, stake
        """,
    resultSetMapping = "Harvest.Staked")
@NamedNativeQuery(
    name = "Harvest.lost",
    query =
        """
        insert into harvests
          (block_index, farmer_id, pooler_id, status, stake, cause, detail, debtor, ledger,
           harvested_at)
        values (:block, :farmer, :pooler, 'LOST', :stake, :cause, :detail, :debtor, :ledger, :now)
        on conflict (farmer_id, block_index) where status in ('HARVESTED', 'LOST') do nothing
        """)
@NamedNativeQuery(
    name = "Harvest.writtenOff",
    query =
        """
        insert into harvests
          (block_index, farmer_id, pooler_id, status, stake, cause, detail, debtor, ledger,
           harvested_at)
        select block_index, farmer_id, pooler_id, 'LOST', :stake, :cause, :detail, :debtor,
          :ledger, :now
        from pails where farmer_id = :farmer and block_index = :block
        on conflict (farmer_id, block_index) where status in ('HARVESTED', 'LOST') do nothing
        returning pooler_id
        """,
    resultClass = UUID.class)
@NamedNativeQuery(
    name = "Harvest.failed",
    query =
        """
        insert into harvests
          (block_index, farmer_id, pooler_id, status, stake, cause, detail, debtor,
           transaction_id, transaction_hash, ledger, harvested_at)
        select :block, f.id, coalesce(p.pooler_id, f.pooler_id), 'FAILED', coalesce(p.stake, 0),
          :cause, :detail, :debtor, t.id, t.hash, :ledger, :now
        from known_farmers f
        left join pails p on p.farmer_id = f.id and p.block_index = :block
        left join known_transactions t on t.id = :transaction
        where f.id = :farmer
        """)
class HarvestEntity {
  /** Pails of blocks before {@code :index} without a harvest under way; may be narrowed. */
  static final String OPEN =
      """
      select p.farmer_id, p.pooler_id, p.custodial, p.block_index, p.stake,
        least(p.harvest_interval, times.harvest_after) as harvest_interval,
        p.farmer_state = 'LEAVING' as leaving, p.planted_ledger, p.worked_gap, p.worked_zeros,
        b.live_until, coalesce(l.ledger, 0) as settled_ledger, failed.attempts,
        coalesce(failed.ledger, 0) as last_attempt,
        coalesce((select min(c.seen_ledger) from known_blocks c
         where c.block_index > p.block_index), 0) as closed_ledger,
        coalesce(newest.cause in ('INSUFFICIENT_XLM', 'ACCOUNT_MISSING')
          and newest.lane = p.custodial, false) as poor,
        (select count(*) from open_transactions q
         where q.lane = p.custodial) as under_way,
        exists (select 1 from unworkable_pails w
                where w.farmer_id = p.farmer_id and w.block_index = p.block_index) as unworkable
      from open_pails p
      left join known_blocks b on b.block_index = p.block_index
      left join booked_ledgers l on l.farmer_id = p.farmer_id
      left join harvest_times times on times.farmer_id = p.farmer_id
      left join lateral (
        select count(*) as attempts, max(h.ledger) as ledger from harvests h
        where h.farmer_id = p.farmer_id and h.block_index = p.block_index
          and h.status = 'FAILED') failed on true
      left join lateral (
        select h.cause, t.lane from harvests h
        left join known_transactions t on t.id = h.transaction_id
        where h.farmer_id = p.farmer_id and h.block_index = p.block_index
          and h.status = 'FAILED' order by h.id desc limit 1) newest on true
      where p.block_index < :index
        and not exists (select 1 from open_deeds d
                        where d.farmer_id = p.farmer_id and d.block_index = p.block_index
                          and d.action = 'HARVEST')
      """;

  /**
   * Without those of the newest closed block whose vaults are still to be planted in the running
   * one: that call harvests them as well. What is urgent or has failed does not wait for it.
   */
  static final String NOT_WITH_A_PLANT =
      """
      and not (:withPlants and p.block_index = :index - 1 and p.custodial like 'C%'
        and p.farmer_state = 'ACTIVE' and p.worked_zeros is not null and failed.attempts = 0
        and least(coalesce(b.live_until, 0), p.planted_ledger + :ttl - 1) - :margin > :ledger
        and not exists (select 1 from planting_outcomes o
                        where o.farmer_id = p.farmer_id and o.block_index = :index))
      """;

  /** What came of it: the first two settle a pail for good, the last is an attempt. */
  enum Status {
    HARVESTED,
    LOST,
    FAILED
  }

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  long blockIndex;
  UUID farmerId;

  /** Who had it planted. */
  UUID poolerId;

  @Enumerated(EnumType.STRING)
  Status status;

  Kale stake;
  Kale reward;

  /** Null if it is harvested. */
  @Enumerated(EnumType.STRING)
  @Nullable Cause cause;

  @Nullable String detail;

  /** Whose fault it is; null if it is harvested. */
  @Enumerated(EnumType.STRING)
  @Nullable Debtor debtor;

  @Nullable Long transactionId;
  @Nullable Hash transactionHash;
  @Nullable Long ledger;
  Instant harvestedAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected HarvestEntity() {}
}
