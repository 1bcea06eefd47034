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
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/** A row of {@code earned_payouts}: a payout without leaving, for good. */
@Entity
@Immutable
@Table(name = "earned_payouts")
@NamedNativeQuery(
    name = "EarnedPayout.terms",
    query =
        """
        select e.pooler_id, cast(e.share_basis_points as integer) as basis_points,
          cast(e.earned - coalesce((select sum(l.reward) from ledger_rewards l
            where l.farmer_id = e.farmer_id and l.pooler_id = e.pooler_id
              and l.share_basis_points = e.share_basis_points and l.ledger > :ledger), 0)
            as bigint) as earned, e.shared
        from shared_by_terms e
        join farmer_poolers w on w.farmer_id = e.farmer_id and w.pooler_id = e.pooler_id
        where e.farmer_id = :farmer order by w.place, e.share_basis_points
        """,
    resultSetMapping = "EarnedPayout.Terms")
@SqlResultSetMapping(
    name = "EarnedPayout.Terms",
    classes =
        @ConstructorResult(
            targetClass = Earnings.Terms.class,
            columns = {
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "basis_points", type = int.class),
              @ColumnResult(name = "earned", type = Kale.class),
              @ColumnResult(name = "shared", type = Kale.class)
            }))
class EarnedPayoutEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;
  Hash transactionHash;

  /** Null if it was sent before a restore. */
  @Nullable Long transactionId;

  long ledger;
  Kale earned;
  Kale toFarmer;
  Kale toPoolers;

  /** Compensation that poolers owed, taken from their shares. */
  Kale settled;

  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected EarnedPayoutEntity() {}

  EarnedPayoutEntity(
      UUID farmerId,
      EarnedSplit split,
      @Nullable Long transactionId,
      Hash hash,
      long ledger,
      Instant at) {
    this.farmerId = farmerId;
    this.transactionHash = hash;
    this.transactionId = transactionId;
    this.ledger = ledger;
    this.earned = split.earned();
    this.toFarmer = split.toFarmer();
    this.toPoolers = split.toPoolers();
    this.settled = split.settled();
    this.at = at;
  }
}
