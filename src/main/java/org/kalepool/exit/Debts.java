package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.books.Books;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Bonds;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Transactions;

/**
 * What operators decide about debts of which a restored backup does not know whether they are paid.
 */
@Singleton
public final class Debts {
  private final Poolers poolers;
  private final Transactions transactions;
  private final Books books;
  private final DebtRepository debts;
  private final ObstacleRepository obstacles;
  private final Bonds bonds;

  Debts(
      Poolers poolers,
      Transactions transactions,
      Books books,
      DebtRepository debts,
      ObstacleRepository obstacles,
      Bonds bonds) {
    this.poolers = poolers;
    this.transactions = transactions;
    this.books = books;
    this.debts = debts;
    this.obstacles = obstacles;
    this.bonds = bonds;
  }

  /** Whether something is owed to this farmer and no payment of it is under way. */
  public boolean isOpen(UUID farmer) {
    return !debts.open(farmer).isEmpty() && transactions.open(farmer, null, Action.DEBT).isEmpty();
  }

  /** The poolers that owe this farmer something still. */
  public List<UUID> debtors(UUID farmer) {
    return debts.open(farmer).stream().map(DebtRepository.Debt::pooler).toList();
  }

  /**
   * Books a payment that the pool has forgotten, in the caller's database transaction.
   *
   * @return false, changing nothing, if nothing is owed or a payment is under way
   */
  public boolean paid(UUID id, UUID pooler, Hash transaction) {
    return isOpen(id) && book(id, pooler, transaction, lacksInBond(id, pooler));
  }

  /** Whether at least the debt has gone from the pooler's bond, and nobody knows where to. */
  private boolean lacksInBond(UUID id, UUID pooler) {
    return debts
        .open(id, pooler)
        .filter(debt -> debt.xlm().isZero())
        .flatMap(
            debt -> bonds.of(pooler).filter(bond -> bond.missing().compareTo(debt.kale()) >= 0))
        .isPresent();
  }

  /**
   * The same where the payment is seen, whatever else is under way.
   *
   * @param ofBond whether the pooler's bond has paid
   */
  boolean book(UUID id, UUID pooler, Hash transaction, boolean ofBond) {
    Optional<DebtRepository.Debt> debt = debts.open(id, pooler);
    if (debt.isEmpty()) {
      return false;
    }
    Address wallet =
        ofBond ? bonds.lock(pooler).account() : Payouts.pooler(poolers, pooler).wallet();
    debts.paidBefore(debt.get(), transaction);
    books.debtPaid(
        id,
        pooler,
        wallet,
        new Books.Repaid(debt.get().kale(), debt.get().xlm(), Xlm.ZERO, debt.get().late(), ofBond),
        transaction);
    obstacles.clear(id, pooler);
    return true;
  }
}
