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
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** A row of {@code late_payouts}: what came after a split, and was passed on. */
@Entity
@Immutable
@Table(name = "late_payouts")
@NamedNativeQuery(
    name = "LatePayout.lastMerged",
    query =
        """
        select greatest(
          coalesce((select max(ledger) from splits where farmer_id = :farmer), 0),
          coalesce((select max(ledger) from late_payouts where farmer_id = :farmer), 0))
        """,
    resultClass = Long.class)
@NamedNativeQuery(
    name = "LatePayout.withheld",
    query =
        """
        select s.pooler_id, cast(s.withheld - coalesce((
            select sum(q.to_pooler) from late_parts q join late_payouts l on l.id = q.late_id
            where l.farmer_id = s.farmer_id and q.pooler_id = s.pooler_id), 0) as bigint) as kept
        from split_parts s where s.farmer_id = :farmer and s.withheld > 0 order by s.pooler_id
        """,
    resultSetMapping = "LatePayout.Kept")
@SqlResultSetMapping(
    name = "LatePayout.Kept",
    classes =
        @ConstructorResult(
            targetClass = LatePayoutRepository.Kept.class,
            columns = {
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "kept", type = Kale.class)
            }))
class LatePayoutEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;

  /** To or through whose wallet XLM went, if any did. */
  UUID poolerId;

  /** To the payout wallet, and so is {@link #xlm}. */
  Kale kale;

  Kale toPooler;
  Xlm xlm;
  Xlm debtXlm;
  boolean claimable;

  /** Null if it was sent before a restore. */
  @Nullable Long transactionId;

  @Nullable Hash transactionHash;
  long ledger;
  Instant at;

  /** How it is known though no node tells of it. */
  @Nullable String unseen;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected LatePayoutEntity() {}

  LatePayoutEntity(
      @Nullable Long transactionId,
      Farmer farmer,
      UUID carrier,
      Books.Payout payout,
      boolean claimable,
      Landing where,
      Instant at) {
    this.farmerId = farmer.id();
    this.poolerId = carrier;
    this.kale = payout.toFarmer();
    this.toPooler = payout.toPoolers();
    this.xlm = payout.xlmToFarmer();
    this.debtXlm = payout.xlmDebt();
    this.claimable = claimable;
    this.transactionId = transactionId;
    this.transactionHash = where.hash();
    this.ledger = where.ledger();
    this.at = at;
    this.unseen = where.unseen();
  }
}
