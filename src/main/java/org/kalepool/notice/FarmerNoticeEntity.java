package org.kalepool.notice;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code farmer_notices}. */
@Entity
@Table(name = "farmer_notices")
class FarmerNoticeEntity {
  @Id UUID farmerId;
  String[] kinds;
  byte @Nullable [] feedHash;
  @Nullable Instant feedSince;
  @Nullable Instant lowSince;
  Instant changedAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerNoticeEntity() {}
}
