package org.kalepool.alert;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code incidents}. */
@Singleton
class IncidentRepository implements PanacheRepositoryBase<IncidentEntity, Long> {
  /** Those that are open, locked until the caller's transaction ends. */
  List<IncidentEntity> lockOpen() {
    return find("endedAt is null order by id").withLock(LockModeType.PESSIMISTIC_WRITE).list();
  }

  Optional<IncidentEntity> lock(long id) {
    return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
  }

  /** The one before, of the same cause. */
  Optional<IncidentEntity> last(Findings.Cause cause) {
    return find("rule = ?1 and subject = ?2 order by id desc", cause.rule(), cause.subject())
        .firstResultOptional();
  }

  List<Incidents.Shown> page(@Nullable Boolean open, long before, int most) {
    return getEntityManager()
        .createQuery(
            "select i.id, i.rule, i.subject, i.title, i.detail, i.openedAt, i.toldAt, i.endedAt,"
                + " i.silencedUntil, i.silencedBy, i.silencedWhy from IncidentEntity i"
                + " where i.id < :before and (cast(:open as boolean) is null"
                + " or i.endedAt is null and :open = true"
                + " or i.endedAt is not null and :open = false) order by i.id desc limit :most",
            Incidents.Shown.class)
        .setParameter("before", before)
        .setParameter("open", open)
        .setParameter("most", most)
        .getResultList();
  }

  /** When the rules were looked at before; notes that they are now. */
  @Nullable Instant looked(Instant now) {
    Instant before =
        getEntityManager()
            .createQuery("select l.at from AlertLookEntity l", Instant.class)
            .getSingleResultOrNull();
    getEntityManager()
        .createNativeQuery(
            "insert into alert_looks (at) values (?) on conflict (one) do update"
                + " set at = excluded.at")
        .setParameter(1, now)
        .executeUpdate();
    return before;
  }
}
