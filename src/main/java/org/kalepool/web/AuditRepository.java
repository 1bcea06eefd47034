package org.kalepool.web;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.inject.Singleton;
import java.util.List;

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
}
