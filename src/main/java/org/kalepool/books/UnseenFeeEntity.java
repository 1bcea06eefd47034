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
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * A row of {@code unseen_fees}: what transactions of a custodial account cost that no node tells
 * of.
 */
@Entity
@Immutable
@Table(name = "unseen_fees")
@NamedNativeQuery(
    name = "UnseenFee.plants",
    query =
        """
        select d.block_index, d.staked as amount, d.built_ledger from deeds d
        where d.lane = :lane and d.state = 'REFUSED' and d.cause = 'SEQUENCE_TAKEN'
          and d.action = 'PLANT' and d.built_ledger is not null
          and not exists (select 1 from pails p
                          where p.farmer_id = d.farmer_id and p.block_index = d.block_index)
        order by d.transaction_id
        """,
    resultSetMapping = "UnseenFee.Plant")
@NamedNativeQuery(
    name = "UnseenFee.vaultPlants",
    // on whatever channel it went, by itself or with others
    query =
        """
        select d.block_index, coalesce(d.staked, s.staked) as amount, d.built_ledger from deeds d
        join known_farmers f on f.id = d.farmer_id
        left join shared_plants s on s.transaction_id = d.transaction_id and s.vault = f.custodial
        where d.farmer_id = :farmer and d.state in ('REFUSED', 'FAILED')
          and d.cause = 'SEQUENCE_TAKEN' and d.action = 'PLANT' and d.built_ledger is not null
          and not exists (select 1 from pails p
                          where p.farmer_id = d.farmer_id and p.block_index = d.block_index)
        order by d.transaction_id
        """,
    resultSetMapping = "UnseenFee.Plant")
@SqlResultSetMapping(
    name = "UnseenFee.Plant",
    classes =
        @ConstructorResult(
            targetClass = UnseenFeeRepository.Plant.class,
            columns = {
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "amount", type = Kale.class),
              @ColumnResult(name = "built_ledger", type = long.class)
            }))
@NamedNativeQuery(
    name = "UnseenFee.sequences",
    query =
        """
        select greatest(0, :sequence - base.sequence - (
            select count(distinct t.sequence) from known_transactions t
            where t.lane = :lane and t.state in ('LANDED','FAILED')
              and t.sequence > base.sequence and t.sequence <= :sequence))
        from (select greatest(
          (select max(u.sequence) from unseen_fees u where u.farmer_id = :farmer),
          (select u.sequence from used_sequences u where u.lane = :lane), :start) as sequence) base
        """,
    resultClass = Long.class)
class UnseenFeeEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;

  /** All of the account's numbers up to this one are accounted for. */
  long sequence;

  /** Zero where it came out of a deposit. */
  Xlm amount;

  long ledger;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected UnseenFeeEntity() {}

  UnseenFeeEntity(UUID farmerId, long sequence, Xlm amount, long ledger, Instant at) {
    this.farmerId = farmerId;
    this.sequence = sequence;
    this.amount = amount;
    this.ledger = ledger;
    this.at = at;
  }
}
