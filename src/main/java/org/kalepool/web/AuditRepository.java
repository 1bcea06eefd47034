package org.kalepool.web;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code audit}. */
@Singleton
class AuditRepository implements PanacheRepository<AuditEntity> {
  List<Audit.Entry> newest(long before, int most) {
    return getEntityManager()
        .createQuery(
            "select a.id, a.who, a.what, a.target, a.detail, a.at from AuditEntity a"
                + " where a.id < :before order by a.id desc limit :most",
            Audit.Entry.class)
        .setParameter("before", before)
        .setParameter("most", most)
        .getResultList();
  }

  Optional<Instant> last(String what, Instant after) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select a.at from AuditEntity a where a.what = :what and a.at > :after"
                    + " order by a.id desc limit 1",
                Instant.class)
            .setParameter("what", what)
            .setParameter("after", after)
            .getSingleResultOrNull());
  }
}
