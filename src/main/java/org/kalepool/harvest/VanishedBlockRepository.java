package org.kalepool.harvest;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;

/** The table {@code vanished_blocks}. */
@Singleton
class VanishedBlockRepository implements PanacheRepositoryBase<VanishedBlockEntity, Long> {
  private final Clock clock;

  VanishedBlockRepository(Clock clock) {
    this.clock = clock;
  }

  /** Notes that a block is missing; the first ledger in which it was missed stays. */
  @Transactional
  void missed(long block, long ledger) {
    getEntityManager()
        .createQuery(
            "insert into VanishedBlockEntity (blockIndex, seenLedger, at)"
                + " values (:block, :ledger, :now) on conflict (blockIndex) do nothing")
        .setParameter("block", block)
        .setParameter("ledger", ledger)
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  /** The ledger in which a block was first missed. */
  Optional<Long> missedIn(long block) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select seenLedger from VanishedBlockEntity where blockIndex = :block", Long.class)
            .setParameter("block", block)
            .getSingleResultOrNull());
  }

  /** Notes that a block is there. */
  @Transactional
  void seen(long block) {
    delete("blockIndex", block);
  }
}
