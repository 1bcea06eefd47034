package org.kalepool.exit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Bonds;
import org.kalepool.pooler.Bonds.Bond;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;

/** Writes down how a debt's payment ended, with the transaction's own end or not at all. */
@Singleton
final class DebtSettlement {
  private static final Logger LOG = Logger.getLogger(DebtSettlement.class);

  private final Farmers farmers;
  private final Poolers poolers;
  private final Books books;
  private final DebtRepository debts;
  private final ObstacleRepository obstacles;
  private final Bonds bonds;

  DebtSettlement(
      Farmers farmers,
      Poolers poolers,
      Books books,
      DebtRepository debts,
      ObstacleRepository obstacles,
      Bonds bonds) {
    this.farmers = farmers;
    this.poolers = poolers;
    this.books = books;
    this.debts = debts;
    this.obstacles = obstacles;
    this.bonds = bonds;
  }

  void onSettled(@Observes TransactionSettled event) {
    UUID farmer = event.request().farmer();
    if (event.request().action() != Action.DEBT || farmer == null) {
      return;
    }
    switch (event.outcome()) {
      case Outcome.Landed landed -> paid(event, landed, farmer);
      case Outcome.Failed failed -> again(farmer, pooler(event), failed.cause(), failed.detail());
      case Outcome.Refused refused ->
          again(farmer, pooler(event), refused.cause(), refused.detail());
    }
  }

  /** Whose wallet it is that pays, or whose bond's account. */
  private UUID pooler(TransactionSettled event) {
    Address wallet = event.request().lane();
    return poolers.all().stream()
        .filter(pooler -> pooler.wallet().equals(wallet))
        .map(Pooler::id)
        .findFirst()
        .or(() -> bonds.at(wallet).map(Bond::poolerId))
        .orElseThrow(() -> new IllegalStateException("no pooler has the wallet " + wallet));
  }

  private void paid(TransactionSettled event, Outcome.Landed landed, UUID id) {
    Farmer farmer =
        farmers.find(id).orElseThrow(() -> new IllegalStateException("no farmer " + id));
    DebtRepository.Debt debt =
        debts
            .open(id, pooler(event))
            .orElseThrow(() -> new IllegalStateException("farmer " + id + " is owed nothing"));
    boolean claimable =
        event.request().call() instanceof Call.Operations many
            && many.operations().stream().anyMatch(Call.ClaimableKale.class::isInstance);
    Xlm paid = ExitSettlement.paid(event, farmer.payout());
    Xlm reserve = claimable ? debt.xlm().minus(paid) : Xlm.ZERO;
    boolean ofBond = bonds.at(event.request().lane()).isPresent();
    if (ofBond) {
      bonds.lock(debt.pooler());
      bonds.moved(debt.pooler(), landed.ledger());
    }
    debts.paid(debt, claimable, reserve, event.id(), landed);
    books.debtPaid(
        id,
        debt.pooler(),
        event.request().lane(),
        new Books.Repaid(debt.kale(), debt.xlm().minus(reserve), reserve, debt.late(), ofBond),
        landed.transaction());
    obstacles.clear(id, debt.pooler());
  }

  private void again(UUID farmer, UUID pooler, Cause cause, String detail) {
    Duration pause = obstacles.failedAgain(farmer, pooler, cause, detail);
    LOG.warnf(
        "paying what farmer %s is owed failed: %s (%s); again in %s s",
        farmer, cause, detail, pause.toSeconds());
  }
}
