package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code block_summary}. */
@Entity
@Immutable
@Table(name = "block_summary")
class BlockSummaryView {
  @Id long blockIndex;
  long openedTime;
  @Nullable Instant closedAt;
  int farmers;
  int planted;
  int worked;
  int harvested;
  int lost;
  BigDecimal staked;
  BigDecimal rewards;
  @Nullable Integer bestZeros;
  @Nullable Long minGap;
  @Nullable Long maxGap;
  @Nullable Long minZeros;
  @Nullable Long maxZeros;
  @Nullable BigDecimal minStake;
  @Nullable BigDecimal maxStake;
  @Nullable String entropy;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected BlockSummaryView() {}
}
