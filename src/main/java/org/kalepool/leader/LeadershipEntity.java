package org.kalepool.leader;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.util.UUID;

/** The row of {@code leadership}. */
@Entity
@Table(name = "leadership")
@NamedNativeQuery(
    name = "Leadership.hold",
    query = "select hold_leadership(:fence, :holder)",
    resultClass = Boolean.class)
class LeadershipEntity {
  @Id boolean one;
  long fence;
  UUID holder;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected LeadershipEntity() {}
}
