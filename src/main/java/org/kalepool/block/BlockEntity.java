package org.kalepool.block;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/** A row of {@code block_operations}: a block as the chain has it, and what was done in it. */
@Entity
@Table(name = "block_operations")
class BlockEntity {
  @Id long blockIndex;

  /** Unix seconds. */
  long openedTime;

  /** Null if it was not seen. */
  @Nullable Long openedLedger;

  /** At which it was seen to be the running one. */
  long seenLedger;

  Instant seenAt;
  @Nullable Long minGap;
  @Nullable Long maxGap;
  @Nullable Long minZeros;
  @Nullable Long maxZeros;
  @Nullable BigDecimal minStake;
  @Nullable BigDecimal maxStake;
  @Nullable Hash entropy;
  @Nullable Long liveUntil;
  @Nullable Long firstPlantLedger;
  @Nullable Long lastPlantLedger;
  @Nullable Instant plantedAt;
  @Nullable Instant workedAt;
  @Nullable Instant closedAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected BlockEntity() {}
}
