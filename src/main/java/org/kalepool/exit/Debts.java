package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Transactions;

/**
 * What operators decide about debts of which a restored backup does not know whether they are paid.
 */
@Singleton
public final class Debts {
  private final Farmers farmers;
  private final Poolers poolers;
  private final Transactions transactions;
  private final Books books;
  private final DebtRepository debts;
  private final ObstacleRepository obstacles;

  Debts(
      Farmers farmers,
      Poolers poolers,
      Transactions transactions,
      Books books,
      DebtRepository debts,
      ObstacleRepository obstacles) {
    this.farmers = farmers;
    this.poolers = poolers;
    this.transactions = transactions;
    this.books = books;
    this.debts = debts;
    this.obstacles = obstacles;
  }

  /** Whether something is owed to this farmer and no payment of it is under way. */
  public boolean isOpen(UUID farmer) {
    return debts.open(farmer).isPresent() && transactions.open(farmer, null, Action.DEBT).isEmpty();
  }

  /**
   * Books a payment that the pool has forgotten, in the caller's database transaction.
   *
   * @return false, changing nothing, if nothing is owed or a payment is under way
   */
  public boolean paid(UUID id, Hash transaction) {
    Optional<Farmer> farmer = farmers.find(id);
    Optional<DebtRepository.Debt> debt = debts.open(id);
    if (farmer.isEmpty() || debt.isEmpty() || !isOpen(id)) {
      return false;
    }
    UUID pooler = farmer.get().pooler();
    Address wallet = Payouts.pooler(poolers, farmer.get()).wallet();
    debts.paidBefore(debt.get(), pooler, transaction);
    books.debtPaid(
        id,
        pooler,
        wallet,
        new Books.Repaid(debt.get().kale(), debt.get().xlm(), Xlm.ZERO, debt.get().late()));
    obstacles.clear(id);
    return true;
  }
}
