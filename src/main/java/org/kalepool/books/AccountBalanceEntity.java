package org.kalepool.books;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code account_balances}, which a trigger keeps with each line of the journal. */
@Entity
@Immutable
@Table(name = "account_balances")
@IdClass(AccountBalanceEntity.Key.class)
@NamedNativeQuery(
    name = "AccountBalance.statement",
    query = AccountBalanceEntity.STATEMENTS + " where f.id = :farmer group by f.id, f.state",
    resultSetMapping = "AccountBalance.Statement")
@NamedNativeQuery(
    name = "AccountBalance.statements",
    query = AccountBalanceEntity.STATEMENTS + " group by f.id, f.state, f.seq order by f.seq",
    resultSetMapping = "AccountBalance.Statement")
@SqlResultSetMapping(
    name = "AccountBalance.Statement",
    classes =
        @ConstructorResult(
            targetClass = Statement.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "deposited", type = long.class),
              @ColumnResult(name = "staked", type = long.class),
              @ColumnResult(name = "forfeited", type = long.class),
              @ColumnResult(name = "earned", type = long.class),
              @ColumnResult(name = "pooler_share", type = long.class),
              @ColumnResult(name = "compensation", type = long.class),
              @ColumnResult(name = "owed", type = long.class),
              @ColumnResult(name = "paid_out", type = long.class),
              @ColumnResult(name = "still_open", type = long.class),
              @ColumnResult(name = "xlm_deposited", type = long.class),
              @ColumnResult(name = "fees", type = long.class),
              @ColumnResult(name = "xlm", type = long.class)
            }))
@NamedNativeQuery(
    name = "AccountBalance.parts",
    query =
        """
        select w.farmer_id, w.pooler_id, cast(coalesce(c.staked, 0) as bigint) as staked,
          cast(coalesce(c.forfeits, 0) as bigint) as forfeited,
          cast(coalesce(e.earned, 0) as bigint) as earned,
          case when f.state = 'DEPARTED'
            then cast(coalesce((select sum(b.balance) from account_balances b where b.account in (
                'pooler-share:' || f.id || ':' || w.pooler_id,
                case when w.pooler_id = f.pooler_id then 'pooler-share:' || f.id end)), 0)
              as bigint)
            else cast(coalesce(e.share, 0) + coalesce((select b.balance from account_balances b
              where b.asset = 'KALE' and b.account = 'pooler-share:' || f.id || ':' || w.pooler_id),
              0) as bigint) end as pooler_share,
          cast(coalesce(c.compensations, 0) as bigint) as compensation,
          cast(coalesce((select b.balance from account_balances b where b.asset = 'KALE'
            and b.account = 'owed:' || f.id || ':' || w.pooler_id), 0) as bigint) as owed
        from farmer_poolers w
        join known_farmers f on f.id = w.farmer_id
        left join farmer_counters c on c.farmer_id = w.farmer_id and c.pooler_id = w.pooler_id
        left join lateral pooler_shares(w.farmer_id, w.pooler_id) e on true
        where w.farmer_id in (:farmers) order by f.seq, w.place
        """,
    resultSetMapping = "AccountBalance.Part")
@SqlResultSetMapping(
    name = "AccountBalance.Part",
    classes =
        @ConstructorResult(
            targetClass = AccountRepository.StatedPart.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "staked", type = long.class),
              @ColumnResult(name = "forfeited", type = long.class),
              @ColumnResult(name = "earned", type = long.class),
              @ColumnResult(name = "pooler_share", type = long.class),
              @ColumnResult(name = "compensation", type = long.class),
              @ColumnResult(name = "owed", type = long.class)
            }))
class AccountBalanceEntity {
  /** One statement for all amounts, so that no entry falls between them. */
  static final String STATEMENTS =
      """
      select f.id as farmer_id,
        cast(-coalesce(max(b.balance) filter (where b.account like 'deposits:%'), 0) as bigint)
          as deposited,
        cast((select coalesce(sum(s.staked), 0) from farmer_counters s
              where s.farmer_id = f.id) as bigint) as staked,
        cast(coalesce(max(b.balance) filter (where b.account like 'forfeits:%'), 0) as bigint)
          as forfeited,
        cast(-coalesce(max(b.balance) filter (where b.account like 'rewards:%'), 0) as bigint)
          as earned,
        case when f.state = 'DEPARTED'
          then cast(coalesce(sum(b.balance) filter (where b.account like 'pooler-share:%'), 0)
            as bigint)
          else cast(pooler_share(f.id)
            + coalesce(sum(b.balance) filter (where b.account like 'pooler-share:%'), 0)
            as bigint) end as pooler_share,
        cast((select coalesce(sum(c.amount), 0) from compensations c
              where c.farmer_id = f.id)
          - coalesce(max(b.balance) filter (where b.account like 'cover:%'), 0) as bigint)
          as compensation,
        cast(coalesce(sum(b.balance) filter (where b.account like 'owed:%'), 0) as bigint) as owed,
        cast(coalesce(max(b.balance) filter (where b.account like 'fees:%'), 0) as bigint) as fees,
        cast(coalesce(max(b.balance) filter (where b.account like 'payout:%'), 0) as bigint)
          as paid_out,
        cast(coalesce(max(b.balance) filter (where b.account like 'custody:%'), 0)
          + coalesce(max(b.balance) filter (where b.account like 'pail:%'), 0) as bigint)
          as still_open,
        cast(-coalesce(max(b.balance) filter (where b.account like 'xlm-deposits:%'), 0) as bigint)
          as xlm_deposited,
        cast(coalesce(max(b.balance) filter (where b.account like 'xlm:%'), 0) as bigint) as xlm
      from known_farmers f
      left join account_balances b on b.account in (
        select a || f.id from unnest(array['custody:', 'pail:', 'deposits:', 'rewards:',
          'forfeits:', 'payout:', 'pooler-share:', 'cover:', 'xlm:', 'xlm-deposits:', 'fees:']) a
        union all
        select a || f.id || ':' || w.pooler_id from farmer_poolers w,
          unnest(array['owed:', 'pooler-share:']) a where w.farmer_id = f.id)
      """;

  @Id String account;
  @Id String asset;

  /** Stroops. */
  BigDecimal balance;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected AccountBalanceEntity() {}

  /** The primary key. */
  record Key(String account, String asset) implements Serializable {}
}
