package org.kalepool.farmer;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table {@code farmer_sessions}. */
@Singleton
class FarmerSessionRepository implements PanacheRepositoryBase<FarmerSessionEntity, byte[]> {
  /** Whose a session is, and by which token. */
  @RegisterForReflection
  record SessionRow(UUID farmerId, byte[] tokenHash) {}

  /** A session that has not ended by itself. */
  @ActivateRequestContext
  Optional<SessionRow> open(byte[] hash, Instant now) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select s.farmerId, s.tokenHash from FarmerSessionEntity s"
                    + " where s.hash = :hash and s.endsAt > :now",
                SessionRow.class)
            .setParameter("hash", hash)
            .setParameter("now", now)
            .getSingleResultOrNull());
  }

  void close(byte[] hash) {
    delete("hash", hash);
  }

  /** Forgets what is over. */
  void forget(Instant now) {
    delete("endsAt <= ?1", now);
  }

  /** Keeps only so many of a farmer's, the newest. */
  void keep(UUID farmer, int most) {
    getEntityManager()
        .createQuery(
            "delete from FarmerSessionEntity s where s.farmerId = :farmer and s.hash not in"
                + " (select n.hash from FarmerSessionEntity n where n.farmerId = :farmer"
                + " order by n.openedAt desc limit :most)")
        .setParameter("farmer", farmer)
        .setParameter("most", most)
        .executeUpdate();
  }
}
