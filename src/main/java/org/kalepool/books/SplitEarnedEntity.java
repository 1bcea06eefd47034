package org.kalepool.books;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.kalepool.kale.Kale;

/** A row of {@code split_earned}: what of a payout was earned under which terms. */
@Entity
@Immutable
@Table(name = "split_earned")
@IdClass(SplitEarnedEntity.Key.class)
class SplitEarnedEntity {
  @Id long payoutId;
  @Id UUID poolerId;
  @Id short shareBasisPoints;
  UUID farmerId;
  Kale earned;
  Kale toPooler;
  Kale settled;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected SplitEarnedEntity() {}

  SplitEarnedEntity(long payoutId, UUID farmerId, EarnedSplit.Part part) {
    this.payoutId = payoutId;
    this.poolerId = part.pooler();
    this.shareBasisPoints = (short) part.basisPoints();
    this.farmerId = farmerId;
    this.earned = part.earned();
    this.toPooler = part.toPooler();
    this.settled = part.settled();
  }

  /** The primary key. */
  record Key(long payoutId, UUID poolerId, short shareBasisPoints) implements Serializable {}
}
