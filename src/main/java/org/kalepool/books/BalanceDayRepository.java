package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** The table {@code balance_days}; it is written by {@link ReconciliationRepository#record}. */
@Singleton
class BalanceDayRepository
    implements PanacheRepositoryBase<BalanceDayEntity, BalanceDayEntity.Key> {
  /** A farmer's newest days, newest first. */
  List<BalanceHistory.OfDay> newest(UUID farmer, int days) {
    return getEntityManager()
        .createQuery(
            "select day, blockIndex, kale from BalanceDayEntity where farmerId = :farmer"
                + " order by day desc limit :days",
            BalanceHistory.OfDay.class)
        .setParameter("farmer", farmer)
        .setParameter("days", days)
        .getResultList();
  }
}
