package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.ForgottenTransactions;

/** Books them as any other payout of what was earned, each once. */
@ApplicationScoped
class BookedForgottenPayouts implements ForgottenPayouts {
  private final ReconciliationRepository standings;
  private final EarnedPayoutRepository booked;
  private final SettledLedgerRepository settled;
  private final Earnings earnings;
  private final Books books;
  private final ForgottenTransactions transactions;

  BookedForgottenPayouts(
      ReconciliationRepository standings,
      EarnedPayoutRepository booked,
      SettledLedgerRepository settled,
      Earnings earnings,
      Books books,
      ForgottenTransactions transactions) {
    this.standings = standings;
    this.booked = booked;
    this.settled = settled;
    this.earnings = earnings;
    this.books = books;
    this.transactions = transactions;
  }

  @Override
  @Transactional
  public Answer book(Payout payout, Corrections.Standing seen) {
    UUID farmer = payout.farmer();
    ReconciliationRepository.Standing now = standings.locked(farmer, Long.MAX_VALUE);
    if (booked.isBooked(payout.hash())) {
      return new Answer.AlreadyBooked();
    }
    if (transactions.knows(payout.hash())) {
      return new Answer.Known();
    }
    if (!seen.ready() || !now.ready() || now.custody() != seen.booksKale()) {
      return new Answer.NotReady(seen);
    }
    if (payout.sent().stroops() > -seen.kale()) {
      return new Answer.NotMissing(seen);
    }
    if (payout.ledger() > seen.ledger()) {
      return new Answer.Refused("ledger", "has not closed yet: the newest is " + seen.ledger());
    }
    List<Earnings.Terms> terms = earnings.asOf(farmer, payout.ledger());
    Kale left = EarnedSplit.left(terms);
    if (left.compareTo(payout.sent()) < 0) {
      return new Answer.Refused(
          "to_farmer",
          "is with to_poolers more than the %s KALE that were earned by then and not paid out"
              .formatted(left));
    }
    Optional<EarnedSplit> split =
        ToldPayout.of(terms, owed(farmer), payout.sent(), payout.toPoolers());
    if (split.isEmpty()) {
      return new Answer.Refused(
          "to_poolers",
          "is not what the terms give them of %s KALE, which is %s, nor that less what they owe"
              .formatted(
                  payout.sent(), EarnedSplit.of(terms, Map.of(), payout.sent()).toPoolers()));
    }
    earnings.paid(farmer, split.get(), null, payout.hash(), payout.ledger());
    settled.note(farmer, seen.ledger());
    long rest = Math.subtractExact(seen.booksKale(), payout.sent().stroops());
    standings.record(farmer, null, seen.ledger(), "kale", rest, seen.chainKale());
    return new Answer.Booked(split.get());
  }

  private Map<UUID, Kale> owed(UUID farmer) {
    return books.position(farmer).poolers().stream()
        .collect(Collectors.toMap(Books.Part::pooler, Books.Part::owed));
  }
}
