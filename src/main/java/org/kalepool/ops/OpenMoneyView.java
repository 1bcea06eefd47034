package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.hibernate.annotations.Immutable;

/** The row of the view {@code open_money}. */
@Entity
@Immutable
@Table(name = "open_money")
class OpenMoneyView {
  @Id int id;
  int queued;
  int sent;
  BigDecimal owed;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected OpenMoneyView() {}
}
