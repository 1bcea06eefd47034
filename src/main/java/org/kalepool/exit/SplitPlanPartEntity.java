package org.kalepool.exit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code split_plan_parts}: a pooler's part of a requested payout. */
@Entity
@Immutable
@Table(name = "split_plan_parts")
@IdClass(SplitPlanPartEntity.Key.class)
class SplitPlanPartEntity extends PartColumns {
  @Id long transactionId;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected SplitPlanPartEntity() {}

  SplitPlanPartEntity(long transactionId, Split.Part part) {
    super(part);
    this.transactionId = transactionId;
  }

  /** The primary key. */
  record Key(long transactionId, UUID poolerId) implements Serializable {}
}
