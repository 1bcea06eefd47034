package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code waiting_farmers}. */
@Entity
@Immutable
@Table(name = "waiting_farmers")
class WaitingFarmerView {
  @Id UUID farmerId;
  long seq;
  String state;
  Instant since;
  @Nullable String byWhom;
  String why;
  @Nullable String obstacle;
  @Nullable String detail;
  @Nullable String cause;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected WaitingFarmerView() {}
}
