package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.books.EarnedSplit;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/**
 * The tables {@code payout_plans} and {@code payout_plan_parts}. Every method joins the caller's
 * database transaction.
 */
@Singleton
class PayoutPlanRepository implements PanacheRepositoryBase<PayoutPlanEntity, Long> {
  private final Clock clock;

  PayoutPlanRepository(Clock clock) {
    this.clock = clock;
  }

  /** What a transaction carries out. */
  record Plan(long wish, EarnedSplit split) {}

  /**
   * A transaction that was refused because its sequence number was used: it may have landed.
   *
   * @param hash of its last envelope
   * @param builtLedger it can only have landed after this one
   * @param sequence its number
   */
  @RegisterForReflection
  record Unseen(long transaction, Hash hash, long builtLedger, long sequence) {}

  void plan(long transaction, long wish, UUID farmer, EarnedSplit split) {
    persistAndFlush(new PayoutPlanEntity(transaction, wish, farmer, clock.instant()));
    int place = 0;
    for (EarnedSplit.Part part : split.parts()) {
      getEntityManager().persist(new PayoutPlanPartEntity(transaction, part, place++));
    }
    flush();
  }

  /**
   * What a transaction carries out.
   *
   * @throws IllegalStateException if nothing was stored with it
   */
  Plan plan(long transaction) {
    PayoutPlanEntity stored =
        findByIdOptional(transaction)
            .orElseThrow(
                () -> new IllegalStateException("no payout was stored with " + transaction));
    List<EarnedSplit.Part> parts =
        getEntityManager()
            .createQuery(
                "from PayoutPlanPartEntity where transactionId = :transaction order by place",
                PayoutPlanPartEntity.class)
            .setParameter("transaction", transaction)
            .getResultStream()
            .map(PayoutPlanPartEntity::part)
            .toList();
    Kale earned = parts.stream().map(EarnedSplit.Part::earned).reduce(Kale.ZERO, Kale::plus);
    return new Plan(stored.wishId, new EarnedSplit(earned, parts));
  }

  /** The wish's last attempt, if nobody has seen whether it landed. */
  Optional<Unseen> unseen(long wish) {
    return Optional.ofNullable(
        getEntityManager()
            .createNamedQuery("PayoutPlan.unseen", Unseen.class)
            .setParameter("wish", wish)
            .getSingleResultOrNull());
  }
}
