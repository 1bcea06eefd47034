package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A row of {@code day_figures}; written by {@link FigureRows} in SQL. */
@Entity
@Table(name = "day_figures")
class DayFigureEntity {
  @Id LocalDate day;
  long blocks;
  @Nullable BigDecimal seconds;
  long farmers;
  long planted;
  long worked;
  long harvested;
  long lost;
  BigDecimal rewards;
  BigDecimal fees;
  BigDecimal poolerShare;
  BigDecimal compensations;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected DayFigureEntity() {}
}
