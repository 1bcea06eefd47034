package org.kalepool.notice;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code notice_channels}. */
@Entity
@Table(name = "notice_channels")
class FarmerChannelEntity {
  /** What it is. */
  enum Kind {
    WEBHOOK,
    EMAIL
  }

  @Id UUID id;
  UUID farmerId;

  @Enumerated(EnumType.STRING)
  Kind kind;

  String shown;
  byte[] sealed;
  String sealedBy;
  Instant createdAt;
  @Nullable Instant confirmedAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerChannelEntity() {}

  FarmerChannelEntity(
      UUID id,
      UUID farmerId,
      Kind kind,
      String shown,
      byte[] sealed,
      String sealedBy,
      Instant createdAt,
      @Nullable Instant confirmedAt) {
    this.id = id;
    this.farmerId = farmerId;
    this.kind = kind;
    this.shown = shown;
    this.sealed = sealed;
    this.sealedBy = sealedBy;
    this.createdAt = createdAt;
    this.confirmedAt = confirmedAt;
  }
}
