package org.kalepool.pooler;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code pooler_heartbeats}: what a pooler said of itself last. */
@Entity
@Table(name = "pooler_heartbeats")
class HeartbeatEntity {
  @Id UUID poolerId;
  Instant at;
  String version;
  long hashRate;
  int threads;
  int capacity;
  @Nullable Long blockIndex;
  boolean paused;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected HeartbeatEntity() {}
}
