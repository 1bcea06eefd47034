package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.SplitPlanRepository.Plan;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;

/** The table {@code splits}. Writes join the caller's transaction. */
@Singleton
class SplitRepository implements PanacheRepositoryBase<SplitEntity, Long> {
  private final Clock clock;

  SplitRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * What the payout wallet received or is owed, as the ledger says.
   *
   * @param xlm XLM that it received
   * @param debt XLM that came to the carrier's wallet instead, or was kept there for its debt
   */
  record Received(Xlm xlm, Xlm debt) {}

  /**
   * Stores the payout for good.
   *
   * @param transaction null if it was sent before a restore
   */
  void paid(
      @Nullable Long transaction, Farmer farmer, Plan plan, Received received, Landing landing) {
    persistAndFlush(new SplitEntity(transaction, farmer, plan, received, landing, clock.instant()));
    UUID carrier = plan.carrier();
    plan.split().parts().stream()
        .map(
            part ->
                new SplitPartEntity(
                    farmer.id(), part, part.pooler().equals(carrier) ? received.debt() : Xlm.ZERO))
        .forEach(getEntityManager()::persist);
    boolean apart = plan.split().parts().stream().noneMatch(it -> it.pooler().equals(carrier));
    if (apart && received.debt().isPositive()) {
      Split.Part nothing = Split.Part.none(carrier);
      getEntityManager().persist(new SplitPartEntity(farmer.id(), nothing, received.debt()));
    }
  }

  /** Whether a payout, or the payment of a debt, was booked with this transaction. */
  boolean isBooked(Hash transaction) {
    return getEntityManager()
        .createNamedQuery("Split.isBooked", Boolean.class)
        .setParameter("hash", transaction)
        .getSingleResult();
  }
}
