package org.kalepool.pooler;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/** A row of the view {@code pooler_standings}, see {@link Standing}. */
@Entity
@Immutable
@Table(name = "pooler_standings")
class PoolerStandingView {
  @Id UUID poolerId;
  String name;
  Address wallet;
  int shareBasisPoints;
  int maxFarmers;
  boolean active;
  boolean own;
  Kale maxDebt;
  boolean hasKey;
  @Nullable Instant lastSeenAt;
  @Nullable String version;
  @Nullable Long hashRate;
  @Nullable Integer threads;
  @Nullable Integer capacity;
  @Nullable Long blockIndex;
  @Nullable Boolean paused;
  Kale debt;
  Kale inPlay;
  int falseClaims;
  Kale bond;
  @Nullable Address bondAccount;
  Kale bondMissing;
  @Nullable String bondWaits;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PoolerStandingView() {}
}
