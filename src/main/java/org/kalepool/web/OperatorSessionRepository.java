package org.kalepool.web;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** The table {@code operator_sessions}. */
@Singleton
class OperatorSessionRepository implements PanacheRepositoryBase<OperatorSessionEntity, byte[]> {
  /** Whose a session is, and by which key. */
  @RegisterForReflection
  record SessionRow(String operator, byte[] keyHash) {}

  /** A session that has not ended by itself. */
  @ActivateRequestContext
  Optional<SessionRow> open(byte[] hash, Instant now) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select s.operator, s.keyHash from OperatorSessionEntity s"
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

  /** Keeps only so many of an operator's, the newest. */
  void keep(String operator, int most) {
    getEntityManager()
        .createQuery(
            "delete from OperatorSessionEntity s where s.operator = :operator and s.hash not in"
                + " (select n.hash from OperatorSessionEntity n where n.operator = :operator"
                + " order by n.openedAt desc limit :most)")
        .setParameter("operator", operator)
        .setParameter("most", most)
        .executeUpdate();
  }
}
