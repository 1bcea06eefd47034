package org.kalepool.work;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table {@code work_requests}. */
@Singleton
class WorkRequestRepository
    implements PanacheRepositoryBase<WorkRequestEntity, WorkRequestEntity.Key> {
  private final Clock clock;

  WorkRequestRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * A work that was asked for, with the pail it is for.
   *
   * @param pooler the pail's
   * @param plantedLedger the pail's sequence
   */
  @RegisterForReflection
  record Asked(UUID farmer, UUID pooler, long block, WorkKind kind, long plantedLedger) {}

  /** How many ledgers after it was asked for a work was in one. */
  @RegisterForReflection
  record Landing(long block, long ledgers) {}

  /**
   * Notes what a requested work is, in the caller's transaction; on its landing this becomes a row
   * in {@code works}.
   */
  void requested(
      long transaction, UUID farmer, long index, WorkKind kind, int zeros, long newestLedger) {
    persist(
        new WorkRequestEntity(
            transaction, farmer, index, kind, zeros, newestLedger, clock.instant()));
  }

  /** The works that a transaction was asked for, by farmer. */
  Map<UUID, Asked> asked(long transaction) {
    return getEntityManager()
        .createNamedQuery("WorkRequest.asked", Asked.class)
        .setParameter("transaction", transaction)
        .getResultList()
        .stream()
        .collect(Collectors.toMap(Asked::farmer, Function.identity()));
  }

  /** The newest ledger that was known when this transaction was asked for. */
  Optional<Long> askedLedger(long transaction) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select max(askedLedger) from WorkRequestEntity where transactionId = :transaction",
                Long.class)
            .setParameter("transaction", transaction)
            .getSingleResultOrNull());
  }

  /** The works in this block and later ones that are in a ledger, in the order of their asking. */
  @ActivateRequestContext
  List<Landing> landings(long since) {
    return getEntityManager()
        .createNamedQuery("WorkRequest.landings", Landing.class)
        .setParameter("since", since)
        .getResultList();
  }
}
