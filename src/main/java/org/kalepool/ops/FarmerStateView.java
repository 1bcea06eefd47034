package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code farmer_states}. */
@Entity
@Immutable
@Table(name = "farmer_states")
class FarmerStateView {
  @Id String state;
  int farmers;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerStateView() {}
}
