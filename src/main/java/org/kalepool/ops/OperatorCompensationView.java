package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code operator_compensations}. */
@Entity
@Immutable
@Table(name = "operator_compensations")
class OperatorCompensationView {
  @Id long id;
  UUID poolerId;
  UUID farmerId;
  @Nullable Long blockIndex;
  long amount;
  String cause;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected OperatorCompensationView() {}
}
