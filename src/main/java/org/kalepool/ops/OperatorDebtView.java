package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code operator_debts}. */
@Entity
@Immutable
@Table(name = "operator_debts")
class OperatorDebtView {
  @Id long id;
  UUID poolerId;
  UUID farmerId;
  boolean late;
  long amount;
  long xlm;
  Instant since;
  @Nullable String waitingFor;
  @Nullable String detail;
  @Nullable String transactionHash;
  @Nullable Instant paidAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected OperatorDebtView() {}
}
