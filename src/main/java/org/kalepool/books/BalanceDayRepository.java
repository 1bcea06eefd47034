package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The table {@code balance_days}; it is written by {@link ReconciliationRepository#record}. */
@Singleton
class BalanceDayRepository
    implements PanacheRepositoryBase<BalanceDayEntity, BalanceDayEntity.Key> {
  /** A farmer's newest days, newest first. */
  List<BalanceHistory.OfDay> newest(UUID farmer, int days) {
    List<BalanceDayEntity> rows =
        find("farmerId = ?1 order by day desc", farmer).range(0, days).list();
    List<BalanceHistory.OfDay> shown = new ArrayList<>();
    for (int i = 0; i < Math.min(days, rows.size()); i++) {
      BalanceDayEntity row = rows.get(i);
      Long by = i + 1 < rows.size() ? rows.get(i + 1).fees : null;
      Long fees = row.fees == null || by == null ? null : (Long) Math.subtractExact(row.fees, by);
      shown.add(new BalanceHistory.OfDay(row.day, row.blockIndex, row.kale, fees));
    }
    return shown;
  }
}
