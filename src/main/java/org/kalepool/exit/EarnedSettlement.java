package org.kalepool.exit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.books.Earnings;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;

/** Writes down how a payout without leaving ended, with its transaction's end or not at all. */
@Singleton
final class EarnedSettlement {
  private static final Logger LOG = Logger.getLogger(EarnedSettlement.class);

  private final Earnings earnings;
  private final WishRepository wishes;
  private final PayoutPlanRepository plans;

  EarnedSettlement(Earnings earnings, WishRepository wishes, PayoutPlanRepository plans) {
    this.earnings = earnings;
    this.wishes = wishes;
    this.plans = plans;
  }

  void onSettled(@Observes TransactionSettled event) {
    UUID farmer = event.request().farmer();
    if (event.request().action() != Action.PAYOUT || farmer == null) {
      return;
    }
    switch (event.outcome()) {
      case Outcome.Landed landed -> paid(farmer, event.id(), landed.transaction(), landed.ledger());
      case Outcome.Failed failed -> again(farmer, event.id(), failed.cause(), failed.detail());
      case Outcome.Refused refused -> again(farmer, event.id(), refused.cause(), refused.detail());
    }
  }

  /** Books a payout, in the caller's database transaction; the same one again changes nothing. */
  void paid(UUID farmer, long transaction, Hash hash, long ledger) {
    PayoutPlanRepository.Plan plan = plans.plan(transaction);
    earnings.paid(farmer, plan.split(), transaction, hash, ledger);
    wishes.paid(plan.wish(), hash);
    LOG.infof(
        "farmer %s was paid %s KALE of what it has earned, its poolers %s",
        farmer, plan.split().toFarmer(), plan.split().toPoolers());
  }

  private void again(UUID farmer, long transaction, Cause cause, String detail) {
    Duration pause = wishes.failedAgain(plans.plan(transaction).wish(), cause, detail);
    LOG.warnf(
        "payout of what farmer %s has earned failed: %s (%s); again in %s s",
        farmer, cause, detail, pause.toSeconds());
  }
}
