package org.kalepool.pooler;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.pooler.PoolerStatistics.Totals;

/** The view {@code pooler_totals}. */
@Singleton
class PoolerTotals implements PanacheRepositoryBase<PoolerTotalsView, UUID> {
  Totals totals(UUID pooler) {
    return find("poolerId", pooler).project(Totals.class).singleResult();
  }
}
