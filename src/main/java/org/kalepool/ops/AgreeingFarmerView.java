package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code agreeing_farmers}. */
@Entity
@Immutable
@Table(name = "agreeing_farmers")
class AgreeingFarmerView {
  @Id UUID farmerId;
  long seq;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected AgreeingFarmerView() {}
}
