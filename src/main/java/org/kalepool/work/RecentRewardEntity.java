package org.kalepool.work;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** The row of the view {@code recent_rewards}. */
@Entity
@Immutable
@Table(name = "recent_rewards")
class RecentRewardEntity {
  @Id long id;

  /** Stroops. */
  long mean;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected RecentRewardEntity() {}
}
