package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A row of {@code block_figures}; written by {@link FigureRows} in SQL. */
@Entity
@Table(name = "block_figures")
class BlockFigureEntity {
  @Id long blockIndex;
  long openedTime;
  @Nullable Long seconds;
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
  protected BlockFigureEntity() {}
}
