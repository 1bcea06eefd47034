package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.books.Books;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements.Movement;

/** Attempts to pay of which nobody knows whether they have landed. */
@Singleton
final class EarnedDoubts {
  private final PayoutPlanRepository plans;
  private final WishRepository wishes;
  private final UnseenEarned unseen;
  private final Books books;
  private final EarnedSettlement settlement;

  EarnedDoubts(
      PayoutPlanRepository plans,
      WishRepository wishes,
      UnseenEarned unseen,
      Books books,
      EarnedSettlement settlement) {
    this.plans = plans;
    this.wishes = wishes;
    this.unseen = unseen;
    this.books = books;
    this.settlement = settlement;
  }

  /** The wish's last attempt, if nobody has seen whether it landed. */
  Optional<PayoutPlanRepository.Unseen> of(WishRepository.Open wish) {
    return plans.unseen(wish.id());
  }

  /**
   * What the account has moved since; empty if the node does not remember, or there is none.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  Optional<List<Movement>> remembered(PayoutPlanRepository.Unseen doubt, PayoutReading reading) {
    Holdings held = reading.custodial();
    return held == null ? Optional.empty() : unseen.remembered(doubt, held);
  }

  /**
   * Books the last attempt if it has landed unseen.
   *
   * @return whether it is known that it has not landed, so that another may be made
   */
  boolean isCertain(
      PayoutReading reading, WishRepository.Open wish, Optional<List<Movement>> remembered) {
    Optional<PayoutPlanRepository.Unseen> doubt = of(wish);
    if (doubt.isEmpty()) {
      return true;
    }
    Holdings held = reading.custodial();
    PayoutPlanRepository.Unseen last = doubt.get();
    UUID farmer = wish.farmer();
    Kale custody = books.position(farmer).custody();
    UnseenEarned.Verdict verdict =
        held == null
            ? new UnseenEarned.Verdict.Unknown()
            : UnseenEarned.of(
                last, plans.plan(last.transaction()).split(), custody, held, remembered);
    return switch (verdict) {
      case UnseenEarned.Verdict.NotLanded() -> true;
      case UnseenEarned.Verdict.Landed(long ledger) -> {
        settlement.paid(farmer, last.transaction(), last.hash(), ledger);
        yield false;
      }
      case UnseenEarned.Verdict.Unknown() -> {
        wishes.blocked(
            wish.id(),
            Obstacle.BOOKS_DIFFER,
            "nobody knows whether transaction %s has landed".formatted(last.hash().hex()));
        yield false;
      }
    };
  }
}
