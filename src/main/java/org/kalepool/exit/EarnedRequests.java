package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.OptionalLong;
import org.kalepool.farmer.Farmer;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** Has wishes paid, or notes what they wait for. */
@Singleton
final class EarnedRequests {
  private final Transactions transactions;
  private final PayoutPlanRepository plans;
  private final WishRepository wishes;

  EarnedRequests(Transactions transactions, PayoutPlanRepository plans, WishRepository wishes) {
    this.transactions = transactions;
    this.plans = plans;
    this.wishes = wishes;
  }

  /** Does what was decided, in the caller's database transaction. */
  void carryOut(EarnedDecision decision, PayoutReading reading, WishRepository.Open wish) {
    switch (decision) {
      case EarnedDecision.Later() -> {}
      case EarnedDecision.Wait(Obstacle obstacle, String detail) ->
          wishes.blocked(wish.id(), obstacle, detail);
      case EarnedDecision.Pay pay -> request(reading.farmer(), wish, pay);
    }
  }

  private void request(Farmer farmer, WishRepository.Open wish, EarnedDecision.Pay pay) {
    OptionalLong id =
        transactions.request(
            new TransactionRequest(
                farmer.custodial(), Action.PAYOUT, farmer.id(), null, pay.call(), null));
    if (id.isPresent()) {
      plans.plan(id.getAsLong(), wish.id(), farmer.id(), pay.split());
      wishes.unblocked(wish.id());
    }
  }
}
