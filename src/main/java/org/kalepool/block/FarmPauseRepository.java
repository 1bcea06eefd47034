package org.kalepool.block;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The table {@code farm_pauses}. */
@Singleton
class FarmPauseRepository implements PanacheRepositoryBase<FarmPauseEntity, Long> {
  /** Does nothing while one lasts. */
  void begin(long ledger, Instant now) {
    getEntityManager()
        .createNamedQuery("FarmPause.begin")
        .setParameter("ledger", ledger)
        .setParameter("now", now)
        .executeUpdate();
  }

  void end(long ledger) {
    update("toLedger = greatest(fromLedger, ?1) where toLedger is null", ledger);
  }

  boolean any(long from, long to) {
    return count("fromLedger <= ?1 and coalesce(toLedger, ?1) >= ?2", to, from) > 0;
  }
}
