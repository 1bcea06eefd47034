package org.kalepool.pooler;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The view {@code pooler_debts}. */
@Singleton
class PoolerDebts implements PanacheRepositoryBase<PoolerDebtView, UUID> {
  /**
   * What a pooler owes its farmers now, stroops.
   *
   * @param owed KALE, for stakes that were lost
   * @param owedXlm XLM that came to its wallet with payouts
   */
  @RegisterForReflection
  record Owed(long owed, long owedXlm) {}

  @ActivateRequestContext
  Owed of(UUID pooler) {
    return find("poolerId", pooler).project(Owed.class).singleResult();
  }
}
