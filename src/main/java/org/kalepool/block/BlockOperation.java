package org.kalepool.block;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code block_operations}, as far as the monitor writes it. */
@Entity
@Table(name = "block_operations")
class BlockOperation {
  @Id
  @Column(name = "block_index")
  long index;

  @Column(name = "opened_time")
  long openedTime;

  @Column(name = "opened_ledger")
  @Nullable Long openedLedger;

  @Column(name = "seen_ledger")
  long seenLedger;

  @Column(name = "seen_at")
  Instant seenAt;

  @Column(name = "min_gap")
  @Nullable Long minGap;

  @Column(name = "max_gap")
  @Nullable Long maxGap;

  @Column(name = "min_zeros")
  @Nullable Long minZeros;

  @Column(name = "max_zeros")
  @Nullable Long maxZeros;

  @Column(name = "min_stake")
  @Nullable BigInteger minStake;

  @Column(name = "max_stake")
  @Nullable BigInteger maxStake;

  @Column(name = "entropy")
  @Nullable String entropy;

  @Column(name = "live_until")
  @Nullable Long liveUntil;

  @Column(name = "closed_at")
  @Nullable Instant closedAt;
}
