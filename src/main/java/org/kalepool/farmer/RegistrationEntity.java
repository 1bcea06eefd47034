package org.kalepool.farmer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code registrations}. */
@Entity
@Table(name = "registrations")
class RegistrationEntity {
  @Id UUID farmerId;

  /** The address it came from. */
  String client;

  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected RegistrationEntity() {}
}
