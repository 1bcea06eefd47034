package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.kale.Hash;
import org.kalepool.leader.Leader;

/** Books debts that were paid without this pool's doing: by the pooler itself, or of its bond. */
@Singleton
final class DebtsPaidElsewhere {
  private static final Logger LOG = Logger.getLogger(DebtsPaidElsewhere.class);

  private final OwnPayments ownPayments;
  private final BondPayments bondPayments;
  private final Leader leader;
  private final DebtRepository debts;
  private final Debts books;

  DebtsPaidElsewhere(
      OwnPayments ownPayments,
      BondPayments bondPayments,
      Leader leader,
      DebtRepository debts,
      Debts books) {
    this.ownPayments = ownPayments;
    this.bondPayments = bondPayments;
    this.leader = leader;
    this.debts = debts;
    this.books = books;
  }

  /**
   * Looks for a payment of this debt, and books it.
   *
   * @return whether there is one
   */
  boolean book(DebtRepository.Debt debt, PayoutReading reading) {
    Optional<Hash> paid = ownPayments.of(debt, reading);
    Optional<Hash> byBond = paid.isPresent() ? Optional.empty() : bondPayments.found(debt, reading);
    Optional<Hash> transaction = paid.or(() -> byBond);
    transaction.ifPresent(
        hash -> QuarkusTransaction.requiringNew().run(() -> book(debt, hash, byBond.isPresent())));
    return transaction.isPresent();
  }

  private void book(DebtRepository.Debt debt, Hash transaction, boolean ofBond) {
    leader.hold();
    if (!debts.isOver(debt) && books.book(debt.farmer(), debt.pooler(), transaction, ofBond)) {
      LOG.infof(
          "farmer %s was paid what it was still owed by pooler %s itself%s: %s KALE",
          debt.farmer(), debt.pooler(), ofBond ? ", of its bond" : "", debt.kale());
    }
  }
}
