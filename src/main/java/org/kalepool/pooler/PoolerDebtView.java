package org.kalepool.pooler;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code pooler_debts}: what a pooler owes its farmers, stroops. */
@Entity
@Immutable
@Table(name = "pooler_debts")
class PoolerDebtView {
  @Id UUID poolerId;

  /** KALE. */
  long owed;

  long owedXlm;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PoolerDebtView() {}
}
