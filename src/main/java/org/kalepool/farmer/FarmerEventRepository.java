package org.kalepool.farmer;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.web.Paging;

/** The table {@code farmer_events}. */
@Singleton
class FarmerEventRepository implements PanacheRepositoryBase<FarmerEventEntity, Long> {
  /** The newest below the cursor, newest first. */
  List<FarmerHistory.Event> page(UUID farmer, Paging paging) {
    return newest(farmer, paging.before(), paging.rows());
  }

  /** The newest of all, oldest first. */
  List<FarmerAnswer.Event> newest(UUID farmer, int most) {
    return newest(farmer, Long.MAX_VALUE, most).reversed().stream()
        .map(FarmerHistory.Event::shown)
        .toList();
  }

  private List<FarmerHistory.Event> newest(UUID farmer, long below, int most) {
    return getEntityManager()
        .createQuery(
            "select e.id, e.fromState, e.toState, e.byWhom, e.why, e.at from FarmerEventEntity e"
                + " where e.farmerId = :farmer and e.id < :below order by e.id desc limit :most",
            FarmerHistory.Event.class)
        .setParameter("farmer", farmer)
        .setParameter("below", below)
        .setParameter("most", most)
        .getResultList();
  }

  Optional<Farmers.Departure> departure(UUID farmer) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select e.fromState, e.at from FarmerEventEntity e where e.farmerId = :farmer"
                    + " and e.toState = LEAVING and e.fromState <> SUSPENDED order by e.id desc limit 1",
                Farmers.Departure.class)
            .setParameter("farmer", farmer)
            .getSingleResultOrNull());
  }

  /** Where a suspended farmer was before. */
  FarmerState beforeSuspension(UUID farmer) {
    return getEntityManager()
        .createQuery(
            "select e.fromState from FarmerEventEntity e where e.farmerId = :farmer"
                + " and e.toState = SUSPENDED and e.fromState <> SUSPENDED order by e.id desc"
                + " limit 1",
            FarmerState.class)
        .setParameter("farmer", farmer)
        .getSingleResult();
  }

  /** Of a registration that lapses. */
  void remove(UUID farmer) {
    delete("farmerId", farmer);
  }
}
