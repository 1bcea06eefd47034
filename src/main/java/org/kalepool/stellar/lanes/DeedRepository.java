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
    for (Deed deed : deeds) {
      int added =
          getEntityManager()
              .createNamedQuery("TransactionAction.add")
              .setParameter("transaction", transaction)
              .setParameter("farmer", deed.farmer())
              .setParameter("block", deed.block())
              .setParameter("action", deed.action().name())
              .executeUpdate();
      if (added == 0) {
        delete("transactionId", transaction);
        return false;
      }
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

  /** Keeps how one of a batch ended; it can be asked for again. */
  void ended(long deed, Outcome outcome) {
    TransactionState state =
        switch (outcome) {
          case Outcome.Landed _ -> TransactionState.LANDED;
          case Outcome.Failed _ -> TransactionState.FAILED;
          case Outcome.Refused _ -> TransactionState.REFUSED;
        };
    Cause cause = null;
    String detail = null;
    switch (outcome) {
      case Outcome.Landed _ -> {}
      case Outcome.Failed failed -> {
        cause = failed.cause();
        detail = failed.detail();
      }
      case Outcome.Refused refused -> {
        cause = refused.cause();
        detail = refused.detail();
      }
    }
    Xlm fee = outcome.fee();
    update(
        "live = false, ended = ?1, cause = ?2, detail = ?3, feeCharged = ?4 where id = ?5",
        state,
        cause,
        detail,
        fee,
        deed);
  }
}
