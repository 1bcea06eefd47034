package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Outcome.Landed;

/**
 * The tables {@code debts} and {@code debt_payments}: what poolers still owe farmers that have
 * left: splits, and late payouts, with a debt and without its payment.
 */
@Singleton
class DebtRepository implements PanacheRepositoryBase<DebtEntity, Long> {
  private final Clock clock;

  DebtRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * What a pooler owes one farmer.
   *
   * @param late the late payout with which XLM came to the pooler's wallet, null for what the split
   *     left
   * @param ledger since which it is owed
   * @param since the same as a time
   * @param held whether it may be paid already, as a backup was restored since the split or nobody
   *     knows how its payment ended, and no operator has said that it is not
   */
  @RegisterForReflection
  record Debt(
      UUID farmer,
      UUID pooler,
      @Nullable Long late,
      Kale kale,
      Xlm xlm,
      long ledger,
      Instant since,
      boolean held) {
    /** Whether it is this one still, not the next after it. */
    boolean isSame(Debt other) {
      return Objects.equals(late, other.late) && pooler.equals(other.pooler);
    }
  }

  /** All that is owed, of each farmer and pooler the oldest, the oldest first. */
  List<Debt> open() {
    return getEntityManager().createNamedQuery("Debt.open", Debt.class).getResultList();
  }

  /** The oldest that each pooler owes this farmer; empty if nothing is owed or all was paid. */
  List<Debt> open(UUID farmer) {
    return getEntityManager()
        .createNamedQuery("Debt.of", Debt.class)
        .setParameter("farmer", farmer)
        .getResultList();
  }

  /** The oldest that this pooler owes it. */
  Optional<Debt> open(UUID farmer, UUID pooler) {
    return open(farmer).stream().filter(debt -> debt.pooler().equals(pooler)).findFirst();
  }

  /** Whether this debt is paid, whatever other one may have followed it. */
  boolean isOver(Debt debt) {
    return open(debt.farmer(), debt.pooler()).filter(debt::isSame).isEmpty();
  }

  /**
   * Stores the payment for good; a second for the same debt is refused by the database.
   *
   * @param reserve XLM of the debt that the claimable balance's reserve took
   */
  void paid(Debt debt, boolean claimable, Xlm reserve, long transaction, Landed landed) {
    getEntityManager()
        .persist(
            new DebtPaymentEntity(debt, reserve, landed.transaction(), clock.instant())
                .landed(transaction, landed.ledger(), claimable));
  }

  /** Stores a payment that was made before a backup was restored. */
  void paidBefore(Debt debt, Hash transaction) {
    getEntityManager().persist(new DebtPaymentEntity(debt, Xlm.ZERO, transaction, clock.instant()));
  }
}
