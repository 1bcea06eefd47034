package org.kalepool.books;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
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
import org.kalepool.kale.Address;

/** A row of {@code reconciliations}: books against chain, in stroops. */
@Entity
@Immutable
@Table(name = "reconciliations")
@NamedNativeQuery(
    name = "Reconciliation.present",
    query =
        ReconciliationEntity.SNAPSHOT
            + "where (f.state <> 'DEPARTED' or f.custody = 'VAULT' and exists (select 1 from"
            + " account_balances b where b.account = 'custody:' || f.id and b.asset = 'KALE'"
            + " and b.balance <> 0)) and f.seen_at is not null order by f.seq",
    resultSetMapping = "Reconciliation.Standing")
@NamedNativeQuery(
    name = "Reconciliation.all",
    query = ReconciliationEntity.SNAPSHOT + "where f.seen_at is not null order by f.seq",
    resultSetMapping = "Reconciliation.Standing")
@NamedNativeQuery(
    name = "Reconciliation.of",
    query = ReconciliationEntity.SNAPSHOT + "where f.id = :farmer",
    resultSetMapping = "Reconciliation.Standing")
@NamedNativeQuery(
    name = "Reconciliation.record",
    // the index is one of a part of the rows, which HQL cannot name
    query =
        """
        with recorded as (
          insert into reconciliations
            (block_index, farmer_id, ledger, what, books, chain, difference, at)
          values (:block, :farmer, :ledger, :what, :books, :chain, :difference, :now)
          on conflict (farmer_id, block_index) where what = 'block' do nothing
          returning farmer_id, block_index, what, books, at)
        insert into balance_days (farmer_id, day, block_index, kale, fees)
        select farmer_id, cast(at at time zone 'UTC' as date), block_index, books,
          (select coalesce(sum(b.balance), 0) from account_balances b where b.asset = 'XLM'
             and b.account in ('fees:' || farmer_id, 'advanced:' || farmer_id))
        from recorded where what = 'block'
        on conflict (farmer_id, day) do update
          set block_index = excluded.block_index, kale = excluded.kale, fees = excluded.fees
          where excluded.block_index > balance_days.block_index
        """)
@SqlResultSetMapping(
    name = "Reconciliation.Standing",
    classes =
        @ConstructorResult(
            targetClass = ReconciliationRepository.Standing.class,
            columns = {
              @ColumnResult(name = "id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "custodial", type = Address.class),
              @ColumnResult(name = "vault", type = boolean.class),
              @ColumnResult(name = "departed", type = boolean.class),
              @ColumnResult(name = "custody", type = long.class),
              @ColumnResult(name = "xlm", type = long.class),
              @ColumnResult(name = "settled", type = long.class),
              @ColumnResult(name = "pails", type = String.class),
              @ColumnResult(name = "done", type = boolean.class),
              @ColumnResult(name = "idle", type = boolean.class),
              @ColumnResult(name = "departing", type = boolean.class),
              @ColumnResult(name = "held", type = boolean.class)
            }))
class ReconciliationEntity {
  /**
   * Everything that must come from one statement, so that no settlement falls between its parts. A
   * farmer is idle when no transaction of its account or about its pails is open, and none said
   * that it had planted without the books knowing the stake yet.
   */
  static final String SNAPSHOT =
      """
      select f.id, f.pooler_id, f.custodial, f.custody = 'VAULT' as vault,
        f.state = 'DEPARTED' as departed,
        cast(coalesce((select balance from account_balances
                  where account = 'custody:' || f.id and asset = 'KALE'), 0) as bigint) as custody,
        cast(coalesce((select balance from account_balances
                  where account = 'xlm:' || f.id and asset = 'XLM'), 0) as bigint) as xlm,
        coalesce((select ledger from settled_ledgers where farmer_id = f.id), 0) as settled,
        (select string_agg(block_index || ':' || stake, ',') from open_pails
         where farmer_id = f.id) as pails,
        exists (select 1 from reconciliations r where r.farmer_id = f.id
                and r.block_index = :closed and r.what = 'block') as done,
        not exists (select 1 from open_deeds d where d.farmer_id = f.id)
          and not exists (select 1 from open_transactions t where t.lane = f.custodial)
          and not exists (select 1 from unclear_plants u
                          where u.farmer_id = f.id and u.block_index >= :closed) as idle,
        exists (select 1 from unrecovered u where u.farmer_id = f.id) as held,
        f.state = 'LEAVING' and exists (select 1 from deeds d
          where d.farmer_id = f.id and d.action = 'SPLIT' and d.block_index is null
            and d.state = 'REFUSED'
            and d.cause in ('SEQUENCE_TAKEN', 'ACCOUNT_MISSING')) as departing
      from known_farmers f
      """;

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Nullable Long blockIndex;
  UUID farmerId;

  /** As of which the chain was read. */
  long ledger;

  /** {@code block} is the whole comparison after a block; the others are differences found. */
  String what;

  long books;
  long chain;

  /** Chain less books. */
  long difference;

  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected ReconciliationEntity() {}
}
