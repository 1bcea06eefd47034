package org.kalepool.exit;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;

/** Writes down how a split ended, with the transaction's own end or not at all. */
@Singleton
final class ExitSettlement {
  private static final Logger LOG = Logger.getLogger(ExitSettlement.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final int MAX_DOUBLINGS = 7;

  private final Farmers farmers;
  private final Books books;
  private final ExitStore store;
  private final Event<FarmerDeparted> departed;

  ExitSettlement(Farmers farmers, Books books, ExitStore store, Event<FarmerDeparted> departed) {
    this.farmers = farmers;
    this.books = books;
    this.store = store;
    this.departed = departed;
  }

  void onSettled(@Observes TransactionSettled event) {
    if (event.request().action() != Action.SPLIT) {
      return;
    }
    Farmer farmer = farmer(event);
    switch (event.outcome()) {
      case Outcome.Landed landed -> paid(event, landed, farmer);
      case Outcome.Failed failed -> again(farmer.id(), failed.cause(), failed.detail());
      case Outcome.Refused refused -> again(farmer.id(), refused.cause(), refused.detail());
    }
  }

  void afterSettled(@Observes(during = TransactionPhase.AFTER_SUCCESS) TransactionSettled event) {
    UUID farmer = event.request().farmer();
    if (event.request().action() == Action.SPLIT
        && farmer != null
        && event.outcome() instanceof Outcome.Landed) {
      departed.fire(new FarmerDeparted(farmer));
    }
  }

  private Farmer farmer(TransactionSettled event) {
    UUID id = event.request().farmer();
    if (id == null) {
      throw new IllegalStateException("split " + event.id() + " names no farmer");
    }
    return farmers
        .find(id)
        .orElseThrow(() -> new IllegalStateException("split " + event.id() + ": no farmer " + id));
  }

  private void paid(TransactionSettled event, Outcome.Landed landed, Farmer farmer) {
    ExitStore.Plan plan = store.plan(event.id());
    boolean ownFee = event.feePayer().equals(farmer.custodial());
    Xlm expected = ownFee ? plan.xlmBefore().minus(landed.fee()) : plan.xlmBefore();
    Xlm xlm = landed.merged() == null ? expected : landed.merged();
    if (xlm.compareTo(expected) > 0) {
      // it arrived while the split was in flight, and has left with it
      String key = "merged in ledger " + landed.ledger();
      books.depositedXlm(farmer.id(), xlm.minus(expected), landed.ledger(), key);
    }
    store.paid(
        event.id(),
        farmer.id(),
        farmer.pooler(),
        plan,
        xlm,
        new ExitStore.Landing(landed.transaction().hex(), landed.ledger()));
    Split split = plan.split();
    books.split(
        farmer.id(), farmer.pooler(), split.toPooler(), split.fromPooler(), split.toFarmer(), xlm);
    store.clear(farmer.id());
    depart(farmer, "paid out in transaction " + landed.transaction());
  }

  /** Paid is paid, also if somebody has moved the farmer meanwhile. */
  private void depart(Farmer farmer, String why) {
    if (farmer.state() != FarmerState.LEAVING) {
      move(farmer, farmer.state(), FarmerState.LEAVING, why);
    }
    move(farmer, FarmerState.LEAVING, FarmerState.DEPARTED, why);
  }

  private void move(Farmer farmer, FarmerState from, FarmerState to, String why) {
    if (!farmers.move(farmer.id(), from, to, "pool", why)) {
      throw new IllegalStateException("farmer " + farmer.id() + " is not " + from);
    }
  }

  private void again(UUID farmer, Cause cause, String detail) {
    int attempts = store.waiting(farmer).map(ExitStore.Waiting::attempts).orElse(0);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, MAX_DOUBLINGS));
    store.failed(farmer, cause, detail, pause);
    LOG.warnf(
        "split of farmer %s failed: %s (%s); again in %s s",
        farmer, cause, detail, pause.toSeconds());
  }
}
