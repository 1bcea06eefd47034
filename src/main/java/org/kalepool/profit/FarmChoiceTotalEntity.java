package org.kalepool.profit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code farm_choice_totals}; written in SQL. */
@Entity
@Immutable
@Table(name = "farm_choice_totals")
class FarmChoiceTotalEntity {
  @Id UUID farmerId;
  long blocks;
  long skipped;
  long unstaked;
  BigDecimal saved;
  BigDecimal expected;
  BigDecimal came;
  BigDecimal always;
  BigDecimal behind;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmChoiceTotalEntity() {}
}
