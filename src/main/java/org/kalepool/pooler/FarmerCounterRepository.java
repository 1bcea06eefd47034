package org.kalepool.pooler;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.pooler.PoolerStatistics.Totals;

/** The tables {@code farmer_counters} and {@code pooler_blocks}, which triggers on deeds keep. */
@Singleton
class FarmerCounterRepository
    implements PanacheRepositoryBase<FarmerCounterEntity, FarmerCounterEntity.Key> {
  Totals totals(UUID pooler) {
    return getEntityManager()
        .createNamedQuery("FarmerCounter.totals", Totals.class)
        .setParameter("pooler", pooler)
        .getSingleResult();
  }
}
