package org.kalepool.leader;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.db.OncePerTransaction;

/** The table {@code leadership}; {@link LockSession} takes a new fence, on its own connection. */
@Singleton
class LeadershipRepository implements PanacheRepositoryBase<LeadershipEntity, Boolean> {
  private final OncePerTransaction once;

  LeadershipRepository(OncePerTransaction once) {
    this.once = once;
  }

  /** A fence that is held by the caller's transaction until it ends. */
  private record Held(long fence) {}

  /**
   * Keeps every other process from taking a fence until the caller's transaction ends.
   *
   * @return false if another has taken one
   */
  boolean hold(long fence, UUID holder) {
    Held key = new Held(fence);
    if (once.has(key)) {
      return true;
    }
    boolean held =
        getEntityManager()
            .createNamedQuery("Leadership.hold", Boolean.class)
            .setParameter("fence", fence)
            .setParameter("holder", holder)
            .getSingleResult();
    if (held) {
      once.note(key);
    }
    return held;
  }
}
