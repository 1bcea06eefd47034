package org.kalepool.books;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Movement;

/** Payouts of a restored farmer that the backup did not know. */
@Singleton
final class UnbookedPayouts {
  private final Books books;
  private final Earnings earnings;
  private final Shortages shortages;
  private final Event<PayoutFound> payoutFound;

  UnbookedPayouts(
      Books books, Earnings earnings, Shortages shortages, Event<PayoutFound> payoutFound) {
    this.books = books;
    this.earnings = earnings;
    this.shortages = shortages;
    this.payoutFound = payoutFound;
  }

  /**
   * Without an account the farmer was paid out since. Where the account has sent KALE it was paid
   * of what it had earned, or paid out in part; where it has sent more XLM than fees can have
   * taken, paid out in part.
   *
   * @param drained whether no pail is left to harvest, with which nobody is paid out
   */
  void paidOut(
      Standing before, FarmerOnChain on, long since, List<Movement> seen, boolean drained) {
    Holdings left = on.holdings();
    Set<Hash> booked = earnings.paid(before.farmer());
    List<Movement> sends =
        seen.stream()
            .filter(movement -> movement.kind() == Movements.Kind.SENT)
            .filter(movement -> !booked.contains(movement.transaction()))
            .toList();
    boolean sentXlm = drained && (left == null || shortages.sentXlm(before, left));
    if (sends.isEmpty() && !sentXlm) {
      return;
    }
    Kale rest = left == null || left.kale() == null ? Kale.ZERO : left.kale();
    Kale sent = Movement.sum(sends);
    Kale unbooked = sent.plus(rest).minus(books.position(before.farmer()).custody());
    if (unbooked.isPositive()) {
      books.deposited(before.farmer(), unbooked, on.ledger(), "ledger " + on.ledger());
    }
    if (!unbooked.isNegative()) {
      payoutFound.fire(
          new PayoutFound(
              before.farmer(), on.ledger(), since, sends, unbooked, left, drained, sentXlm));
    }
  }
}
