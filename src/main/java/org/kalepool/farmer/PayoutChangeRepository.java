package org.kalepool.farmer;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.web.Paging;

/** The table {@code payout_changes}. Every method joins the caller's database transaction. */
@Singleton
class PayoutChangeRepository implements PanacheRepositoryBase<PayoutChangeEntity, Long> {
  /** The one that waits. */
  Optional<PayoutChangeEntity> open(UUID farmer) {
    return find("farmerId = ?1 and endedAt is null", farmer).firstResultOptional();
  }

  /** Whose wait is over, the oldest first. */
  List<UUID> due(Instant now) {
    return getEntityManager()
        .createQuery(
            "select farmerId from PayoutChangeEntity where endedAt is null and dueAt <= :now"
                + " order by dueAt",
            UUID.class)
        .setParameter("now", now)
        .getResultList();
  }

  /** The newest below the cursor, newest first. */
  List<PayoutChangeEntity> page(UUID farmer, Paging paging) {
    return find("farmerId = ?1 and id < ?2 order by id desc", farmer, paging.before())
        .page(0, paging.rows())
        .list();
  }

  long askedSince(UUID farmer, Instant since) {
    return count("farmerId = ?1 and askedAt > ?2", farmer, since);
  }

  /** Of a registration that lapses. */
  void remove(UUID farmer) {
    delete("farmerId", farmer);
  }
}
