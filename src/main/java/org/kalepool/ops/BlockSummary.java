package org.kalepool.ops;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is said of a block, whether it is counted at that moment or kept. */
@MappedSuperclass
abstract class BlockSummary {
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
  protected BlockSummary() {}
}
