package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.books.Books;
import org.kalepool.books.Earnings;

/** Whether a wish can be paid now. */
@Singleton
final class EarnedDecisions {
  private final Books books;
  private final Earnings earnings;
  private final SplitContract contract;
  private final EarnedPlanner planner;

  EarnedDecisions(Books books, Earnings earnings, SplitContract contract, ExitSettings settings) {
    this.books = books;
    this.earnings = earnings;
    this.contract = contract;
    this.planner = new EarnedPlanner(settings.feeReserve());
  }

  /** By all that is known now. */
  EarnedDecision of(PayoutReading reading, WishRepository.Open wish, ExitState state) {
    UUID farmer = reading.farmer().id();
    return state.difference()
        ? new EarnedDecision.Wait(Obstacle.RECONCILIATION, "")
        : planner.decide(
            new EarnedSnapshot(
                reading,
                books.position(farmer),
                earnings.of(farmer),
                wish.amount(),
                books.settledLedger(farmer),
                contract.id().orElse(null),
                state.pails()));
  }
}
