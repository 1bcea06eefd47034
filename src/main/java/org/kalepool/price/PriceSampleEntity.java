package org.kalepool.price;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code price_samples}. */
@Entity
@Immutable
@Table(name = "price_samples")
class PriceSampleEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  Instant at;

  /** See {@link org.kalepool.kale.Price}. */
  long units;

  String source;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PriceSampleEntity() {}

  PriceSampleEntity(Instant at, long units, String source) {
    this.at = at;
    this.units = units;
    this.source = source;
  }
}
