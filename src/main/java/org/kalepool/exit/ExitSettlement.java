package org.kalepool.exit;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;

/**
 * Finds out what a payout that has ended has paid, and has it booked, with the transaction's own
 * end or not at all.
 */
@Singleton
final class ExitSettlement {
  private static final Logger LOG = Logger.getLogger(ExitSettlement.class);

  private final Farmers farmers;
  private final Poolers poolers;
  private final Books books;
  private final ObstacleRepository obstacles;
  private final SplitPlanRepository plans;
  private final ExitBooking booking;
  private final Event<AccountLeftOpen> leftOpen;

  ExitSettlement(
      Farmers farmers,
      Poolers poolers,
      Books books,
      ObstacleRepository obstacles,
      SplitPlanRepository plans,
      ExitBooking booking,
      Event<AccountLeftOpen> leftOpen) {
    this.farmers = farmers;
    this.poolers = poolers;
    this.books = books;
    this.obstacles = obstacles;
    this.plans = plans;
    this.booking = booking;
    this.leftOpen = leftOpen;
  }

  void onSettled(@Observes TransactionSettled event) {
    Action action = event.request().action();
    if (action != Action.SPLIT && action != Action.LATE) {
      return;
    }
    Farmer farmer = farmer(event);
    switch (event.outcome()) {
      case Outcome.Landed landed -> paid(event, landed, farmer);
      case Outcome.Failed failed -> again(farmer.id(), failed.cause(), failed.detail());
      case Outcome.Refused refused -> {
        again(farmer.id(), refused.cause(), refused.detail());
        if (action == Action.LATE) {
          leftOpen.fire(new AccountLeftOpen(farmer.id()));
        }
      }
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
    SplitPlanRepository.Plan plan = paidByContract(event, landed, farmer);
    ExitDecision.Lumens lumens = plan.lumens();
    boolean ownFee = event.feePayer().equals(farmer.custodial());
    Xlm left =
        lumens.throughPooler()
            ? lumens.before().minus(paid(event, wallet(plan.carrier())))
            : lumens.left();
    Xlm expected = ownFee ? left.minus(landed.fee()) : left;
    Xlm merged = landed.merged();
    Xlm before = paidBefore(event, farmer, plan);
    // an account that is left open keeps the rest, and what has come into it meanwhile
    boolean open = !merges(event);
    Xlm handed = open ? before : merged == null ? expected : merged.plus(before);
    Xlm late = open ? Xlm.ZERO : handed.minus(expected).max(Xlm.ZERO);
    if (late.isPositive()) {
      // it arrived while the split was in flight, and has left with it
      String key = "merged in ledger " + landed.ledger();
      books.depositedXlm(farmer.id(), late, landed.ledger(), key);
    }
    SplitRepository.Received received =
        lumens.throughPooler()
            ? new SplitRepository.Received(lumens.left(), late.plus(lumens.debtReserve()))
            : new SplitRepository.Received(handed, lumens.debtReserve());
    Landing where = new Landing(landed.transaction(), landed.ledger());
    if (event.request().action() == Action.LATE) {
      booking.passedOn(
          event.id(),
          farmer,
          plan.carrier(),
          ExitBooking.payout(plan, received),
          plan.claimable(),
          where);
    } else {
      booking.paid(event.id(), farmer, plan, received, where);
    }
    if (event.request().call() instanceof ContractCall) {
      leftOpen.fire(new AccountLeftOpen(farmer.id()));
    }
  }

  /**
   * The plan, with what was paid: the contract pays all that is there, which may have become more.
   */
  private SplitPlanRepository.Plan paidByContract(
      TransactionSettled event, Outcome.Landed landed, Farmer farmer) {
    SplitPlanRepository.Plan plan = plans.plan(event.id());
    Kale all = landed.minted();
    if (!(event.request().call() instanceof ContractCall.ExecuteSplit) || all == null) {
      return plan;
    }
    Split split = plan.split();
    Kale shares =
        split.parts().stream()
            .filter(part -> wallet(part.pooler()).equals(farmer.payout()))
            .map(Split.Part::toPooler)
            .reduce(Kale.ZERO, Kale::plus);
    Kale more = all.minus(shares).minus(split.toFarmer());
    if (!more.isPositive()) {
      return plan;
    }
    books.deposited(farmer.id(), more, landed.ledger(), "paid out in ledger " + landed.ledger());
    return plan.paying(split.toFarmer().plus(more));
  }

  private static boolean merges(TransactionSettled event) {
    return event.request().call() instanceof Call.Operations many
        && many.operations().stream().anyMatch(Call.Merge.class::isInstance);
  }

  /** What the payout wallet got before the account was merged into it. */
  private Xlm paidBefore(TransactionSettled event, Farmer farmer, SplitPlanRepository.Plan plan) {
    ExitDecision.Lumens lumens = plan.lumens();
    if (lumens.throughPooler()) {
      return Xlm.ZERO;
    }
    Xlm paid = paid(event, farmer.payout());
    // where both wallets are one, what is the pooler's went there, too
    return wallet(plan.carrier()).equals(farmer.payout())
        ? paid.minus(lumens.before().minus(lumens.left()))
        : paid;
  }

  /** XLM that it has paid to this account, before a merge. */
  static Xlm paid(TransactionSettled event, Address to) {
    if (event.request().call() instanceof ContractCall.ExecuteSplit split) {
      return split.payout().equals(to) ? split.xlm() : Xlm.ZERO;
    }
    if (!(event.request().call() instanceof Call.Operations many)) {
      return Xlm.ZERO;
    }
    return many.operations().stream()
        .takeWhile(operation -> !(operation instanceof Call.Merge))
        .filter(Call.PayXlm.class::isInstance)
        .map(Call.PayXlm.class::cast)
        .filter(pay -> pay.destination().equals(to))
        .map(Call.PayXlm::amount)
        .reduce(Xlm.ZERO, Xlm::plus);
  }

  private Address wallet(UUID pooler) {
    return Payouts.pooler(poolers, pooler).wallet();
  }

  private void again(UUID farmer, Cause cause, String detail) {
    Duration pause = obstacles.failedAgain(farmer, cause, detail);
    LOG.warnf(
        "payout of farmer %s failed: %s (%s); again in %s s",
        farmer, cause, detail, pause.toSeconds());
  }
}
