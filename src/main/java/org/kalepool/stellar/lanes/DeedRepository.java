package org.kalepool.stellar.lanes;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;

/** The table {@code transaction_actions}. Writes join the caller's transaction. */
@Singleton
class DeedRepository implements PanacheRepositoryBase<TransactionActionEntity, Long> {

  /** A deed of a batch without its call, which the transaction's row has. */
  @RegisterForReflection
  record Kept(
      long id, long transaction, Action action, @Nullable UUID farmer, @Nullable Long block) {}

  /**
   * Stores a transaction's deeds.
   *
   * @return false, storing none, if one of them is still open in another
   */
  boolean add(long transaction, List<Deed> deeds) {
    int added =
        getEntityManager()
            .createNamedQuery("TransactionAction.add")
            .setParameter("transaction", transaction)
            .setParameter("farmers", deeds.stream().map(Deed::farmer).toArray(UUID[]::new))
            .setParameter("blocks", deeds.stream().map(Deed::block).toArray(Long[]::new))
            .setParameter(
                "actions", deeds.stream().map(it -> it.action().name()).toArray(String[]::new))
            .executeUpdate();
    if (added < deeds.size()) {
      delete("transactionId", transaction);
      return false;
    }
    return true;
  }

  /** Those of batches that have not ended by themselves, in their order, by transaction. */
  Map<Long, List<Kept>> of(Collection<Long> transactions) {
    if (transactions.isEmpty()) {
      return Map.of();
    }
    return getEntityManager()
        .createQuery(
            "select a.id, a.transactionId, a.action, a.farmerId, a.blockIndex"
                + " from TransactionActionEntity a where a.transactionId in :transactions"
                + " and a.ended is null order by a.id",
            Kept.class)
        .setParameter("transactions", transactions)
        .getResultList()
        .stream()
        .collect(Collectors.groupingBy(Kept::transaction));
  }

  /** How a deed of a batch ended, as it is kept. */
  private record End(
      long deed, TransactionState state, @Nullable Cause cause, @Nullable String detail, Xlm fee) {
    static End of(long deed, Outcome outcome) {
      return switch (outcome) {
        case Outcome.Landed it -> new End(deed, TransactionState.LANDED, null, null, it.fee());
        case Outcome.Failed it ->
            new End(deed, TransactionState.FAILED, it.cause(), it.detail(), it.fee());
        case Outcome.Refused it ->
            new End(deed, TransactionState.REFUSED, it.cause(), it.detail(), it.fee());
      };
    }

    @Nullable String causeName() {
      return cause == null ? null : cause.name();
    }
  }

  /** Keeps how some of a batch ended, by their ids; they can be asked for again. */
  void ended(Map<Long, Outcome> outcomes) {
    List<End> ends =
        outcomes.entrySet().stream().map(it -> End.of(it.getKey(), it.getValue())).toList();
    getEntityManager()
        .createNamedQuery("TransactionAction.ended")
        .setParameter("deeds", ends.stream().map(End::deed).toArray(Long[]::new))
        .setParameter("states", ends.stream().map(it -> it.state().name()).toArray(String[]::new))
        .setParameter("causes", ends.stream().map(End::causeName).toArray(String[]::new))
        .setParameter("details", ends.stream().map(End::detail).toArray(String[]::new))
        .setParameter("fees", ends.stream().map(it -> it.fee().stroops()).toArray(Long[]::new))
        .executeUpdate();
  }
}
