package org.kalepool.work;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code planted_stakes}. */
@Entity
@Immutable
@Table(name = "planted_stakes")
class PlantedStakeEntity {
  @Id long id;
  UUID farmerId;
  long blockIndex;

  /** Stroops. */
  long stake;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PlantedStakeEntity() {}
}
