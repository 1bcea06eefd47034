package org.kalepool.alert;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** The row of {@code alert_looks}. */
@Entity
@Immutable
@Table(name = "alert_looks")
class AlertLookEntity {
  @Id boolean one;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected AlertLookEntity() {}
}
