package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code coming_harvests}. */
@Entity
@Immutable
@Table(name = "coming_harvests")
class ComingHarvestsView {
  /** With which they are due. */
  @Id long dueBlock;

  long pails;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected ComingHarvestsView() {}
}
