package org.kalepool.exit;

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
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * A row of {@code debts}, which a trigger writes with a payout that leaves one: what a pooler owes
 * a farmer that has left.
 */
@Entity
@Immutable
@Table(name = "debts")
@NamedNativeQuery(
    name = "Debt.open",
    query =
        "select * from ("
            + DebtEntity.OPEN
            + DebtEntity.OLDEST
            + ") d order by d.at, d.farmer_id, d.pooler_id",
    resultSetMapping = "Debt.Debt")
@NamedNativeQuery(
    name = "Debt.of",
    query = DebtEntity.OPEN + " and o.farmer_id = :farmer" + DebtEntity.OLDEST,
    resultSetMapping = "Debt.Debt")
@SqlResultSetMapping(
    name = "Debt.Debt",
    classes =
        @ConstructorResult(
            targetClass = DebtRepository.Debt.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "late_id", type = Long.class),
              @ColumnResult(name = "debt", type = Kale.class),
              @ColumnResult(name = "debt_xlm", type = Xlm.class),
              @ColumnResult(name = "ledger", type = long.class),
              @ColumnResult(name = "at", type = Instant.class),
              @ColumnResult(name = "held", type = boolean.class)
            }))
class DebtEntity {
  /** Of each farmer and pooler the oldest: one is paid after the other. */
  static final String OPEN =
      """
      select distinct on (o.farmer_id, o.pooler_id) o.*,
        exists (select 1 from restores r where r.at > o.at
          and not exists (select 1 from debt_releases d
            where d.farmer = cast(o.farmer_id as text) and d.id > r.id))
        or exists (select 1 from deeds p where p.farmer_id = o.farmer_id and p.action = 'DEBT'
          and p.state = 'REFUSED' and p.cause = 'SEQUENCE_TAKEN' and p.settled_at >= o.at
          and not exists (select 1 from debt_releases d
            where d.farmer = cast(o.farmer_id as text) and d.at >= p.settled_at))
        or (o.inferred and not exists (select 1 from debt_releases d
            where d.farmer = cast(o.farmer_id as text) and d.at >= o.at)) as held
      from (
        select d.farmer_id, d.pooler_id, cast(null as bigint) as late_id, d.debt, d.debt_xlm, s.at,
          s.ledger, false as inferred
        from split_parts d join splits s on s.farmer_id = d.farmer_id
        where d.debt > 0 or d.debt_xlm > 0
        union all
        select farmer_id, pooler_id, id, 0, debt_xlm, at, ledger, transaction_id is null
        from late_payouts
        where debt_xlm > 0) o
      where not exists (select 1 from debt_payments p
                        where p.farmer_id = o.farmer_id and p.pooler_id = o.pooler_id
                          and p.late_id is not distinct from o.late_id)
      """;

  static final String OLDEST = " order by o.farmer_id, o.pooler_id, o.late_id nulls first";

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;
  UUID poolerId;

  /** The late payout that it is of, null for the split's own. */
  @Nullable Long lateId;

  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected DebtEntity() {}
}
