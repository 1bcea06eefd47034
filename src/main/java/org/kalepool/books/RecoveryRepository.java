package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The table {@code recoveries}: what a restored database knows of its farmers, and which of them
 * are recovered.
 */
@Singleton
class RecoveryRepository implements PanacheRepositoryBase<RecoveryEntity, Long> {
  private final Clock clock;

  RecoveryRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * A farmer that a restore holds back.
   *
   * @param event by which it does
   * @param at when the backup was restored
   * @param registered when the farmer registered; of one that has come back, when it had lapsed
   * @param suspended whether somebody else held it back already when the backup was made
   */
  @RegisterForReflection
  record Held(UUID farmer, long event, Instant at, Instant registered, boolean suspended) {}

  /**
   * What the books know of a farmer's pails.
   *
   * @param stakes of those that were planted, stroops by block
   * @param settled blocks whose pail was harvested or lost
   */
  record Pails(Map<Long, Long> stakes, Set<Long> settled) {}

  /** A pail that was planted, stroops. */
  @RegisterForReflection
  record Stake(long block, long stroops) {}

  /** Those whose books lack what was done after the backup, in the order of registration. */
  List<Held> held() {
    return getEntityManager().createNamedQuery("Recovery.held", Held.class).getResultList();
  }

  /**
   * The newest ledger of what the backup knew of the farmer, or of anybody, if it knew nothing of
   * the farmer, or that in which the farmer's books and the chain were found to agree, if that is
   * newer; what has been settled since the restore tells nothing of what came between.
   *
   * @return empty if the backup knew nothing, or nothing that is still kept one by one
   */
  OptionalLong knownLedger(Held held) {
    Long ledger =
        getEntityManager()
            .createNamedQuery("Recovery.knownLedger", Long.class)
            .setParameter("farmer", held.farmer())
            .setParameter("at", held.at())
            .getSingleResultOrNull();
    return ledger == null ? OptionalLong.empty() : OptionalLong.of(ledger);
  }

  boolean isHeld(Held held) {
    return getEntityManager()
        .createNamedQuery("Recovery.isHeld", Boolean.class)
        .setParameter("farmer", held.farmer())
        .setParameter("event", held.event())
        .getSingleResult();
  }

  /**
   * @param blocks of which is told whatever is in the archive by now, too
   */
  Pails pails(UUID farmer, Collection<Long> blocks) {
    return new Pails(
        ofFarmer("Recovery.planted", Stake.class, farmer, blocks).getResultList().stream()
            .collect(Collectors.toMap(Stake::block, Stake::stroops)),
        ofFarmer("Recovery.settled", Long.class, farmer, blocks).getResultList().stream()
            .collect(Collectors.toSet()));
  }

  private <T> TypedQuery<T> ofFarmer(
      String query, Class<T> type, UUID farmer, Collection<Long> blocks) {
    return getEntityManager()
        .createNamedQuery(query, type)
        .setParameter("farmer", farmer)
        .setParameter("blocks", blocks.toArray(Long[]::new));
  }

  /**
   * @param complete whether the node remembered everything since the backup
   */
  void recovered(Held held, boolean complete, long ledger) {
    persist(new RecoveryEntity(held, complete, ledger, clock.instant()));
  }

  /** Of a registration that lapses. */
  void remove(UUID farmer) {
    delete("farmerId", farmer);
  }
}
