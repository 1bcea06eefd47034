package org.kalepool.exit;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;

/** A row of {@code payout_thresholds}; of each farmer's the newest counts. */
@Entity
@Immutable
@Table(name = "payout_thresholds")
class ThresholdEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;

  /** Null for never. */
  @Nullable Kale amount;

  String byWhom;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected ThresholdEntity() {}

  ThresholdEntity(UUID farmerId, @Nullable Kale amount, String byWhom, Instant at) {
    this.farmerId = farmerId;
    this.amount = amount;
    this.byWhom = byWhom;
    this.at = at;
  }
}
