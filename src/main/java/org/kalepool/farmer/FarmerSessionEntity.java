package org.kalepool.farmer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code farmer_sessions}. */
@Entity
@Table(name = "farmer_sessions")
class FarmerSessionEntity {
  @Id byte[] hash;
  UUID farmerId;

  /** Of the token that it was opened with. */
  byte[] tokenHash;

  Instant openedAt;
  Instant endsAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerSessionEntity() {}

  FarmerSessionEntity(
      byte[] hash, UUID farmerId, byte[] tokenHash, Instant openedAt, Instant endsAt) {
    this.hash = hash;
    this.farmerId = farmerId;
    this.tokenHash = tokenHash;
    this.openedAt = openedAt;
    this.endsAt = endsAt;
  }
}
