package org.kalepool.leader;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The table {@code leadership}; {@link LockSession} takes a new fence, on its own connection. */
@Singleton
class LeadershipRepository implements PanacheRepositoryBase<LeadershipEntity, Boolean> {
  /**
   * Keeps every other process from taking a fence until the caller's transaction ends.
   *
   * @return false if another has taken one
   */
  boolean hold(long fence, UUID holder) {
    return getEntityManager()
        .createNamedQuery("Leadership.hold", Boolean.class)
        .setParameter("fence", fence)
        .setParameter("holder", holder)
        .getSingleResult();
  }
}
