package org.kalepool.exit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.kalepool.books.EarnedSplit;
import org.kalepool.kale.Kale;

/** A row of {@code payout_plan_parts}: what of a requested payout is of which terms. */
@Entity
@Immutable
@Table(name = "payout_plan_parts")
@IdClass(PayoutPlanPartEntity.Key.class)
class PayoutPlanPartEntity {
  @Id long transactionId;
  @Id UUID poolerId;
  @Id short shareBasisPoints;
  Kale earned;
  Kale toPooler;
  Kale settled;
  int place;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PayoutPlanPartEntity() {}

  PayoutPlanPartEntity(long transactionId, EarnedSplit.Part part, int place) {
    this.transactionId = transactionId;
    this.poolerId = part.pooler();
    this.shareBasisPoints = (short) part.basisPoints();
    this.earned = part.earned();
    this.toPooler = part.toPooler();
    this.settled = part.settled();
    this.place = place;
  }

  EarnedSplit.Part part() {
    return new EarnedSplit.Part(poolerId, shareBasisPoints, earned, toPooler, settled);
  }

  /** The primary key. */
  record Key(long transactionId, UUID poolerId, short shareBasisPoints) implements Serializable {}
}
