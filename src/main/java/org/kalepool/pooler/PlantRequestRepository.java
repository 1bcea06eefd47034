package org.kalepool.pooler;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code plant_requests}. */
@Singleton
class PlantRequestRepository
    implements PanacheRepositoryBase<PlantRequestEntity, PlantRequestEntity.Key> {
  private final Clock clock;

  PlantRequestRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * What a pooler wants in a block.
   *
   * @param capacity how many farmers, null if it has not asked
   * @param planted how many pails it has in the block
   */
  @RegisterForReflection
  record Wish(@Nullable Integer capacity, long planted) {}

  /** Takes the place of an earlier wish for the same block, in the caller's transaction. */
  void ask(UUID pooler, long block, int capacity) {
    getEntityManager()
        .createQuery(
            "insert into PlantRequestEntity (poolerId, blockIndex, capacity, askedAt)"
                + " values (:pooler, :block, :capacity, :now)"
                + " on conflict (poolerId, blockIndex) do update"
                + " set capacity = excluded.capacity, askedAt = excluded.askedAt")
        .setParameter("pooler", pooler)
        .setParameter("block", block)
        .setParameter("capacity", capacity)
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  @ActivateRequestContext
  Wish wish(UUID pooler, long block) {
    return getEntityManager()
        .createNamedQuery("PlantRequest.wish", Wish.class)
        .setParameter("pooler", pooler)
        .setParameter("block", block)
        .getSingleResult();
  }

  /** Forgets what was wanted in older blocks, in the caller's transaction. */
  void forgetBefore(long block) {
    delete("blockIndex < ?1", block);
  }
}
