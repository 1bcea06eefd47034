package org.kalepool.farmer;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code farmer_events}. */
@Entity
@Immutable
@Table(name = "farmer_events")
class FarmerEventEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;

  @Enumerated(EnumType.STRING)
  FarmerState fromState;

  @Enumerated(EnumType.STRING)
  FarmerState toState;

  String byWhom;
  String why;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerEventEntity() {}

  /** A change of state. */
  FarmerEventEntity(
      UUID farmerId, FarmerState from, FarmerState to, String byWhom, String why, Instant at) {
    this.farmerId = farmerId;
    this.fromState = from;
    this.toState = to;
    this.byWhom = byWhom;
    this.why = why;
    this.at = at;
  }
}
