package org.kalepool.webauth;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The table {@code used_challenges}. */
@Singleton
class UsedChallengeRepository implements PanacheRepositoryBase<UsedChallengeEntity, byte[]> {
  /**
   * Uses one up, in the caller's database transaction; of two at once the second waits for the
   * first.
   *
   * @return false if it was used before
   */
  boolean use(byte[] hash, Instant end) {
    return getEntityManager()
            .createNamedQuery("UsedChallenge.add")
            .setParameter("hash", hash)
            .setParameter("end", end)
            .executeUpdate()
        > 0;
  }

  /** Forgets those that are over. */
  void forget(Instant now) {
    delete("endsAt < ?1", now);
  }
}
