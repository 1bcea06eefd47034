package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code unfinished_blocks}. */
@Entity
@Immutable
@Table(name = "unfinished_blocks")
class UnfinishedBlockView {
  @Id long blockIndex;
  Instant closedAt;
  @Nullable Instant plantedAt;
  @Nullable Instant workedAt;
  @Nullable String openPlants;
  @Nullable String openWorks;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected UnfinishedBlockView() {}
}
