package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.books.EarnedSplit;
import org.kalepool.books.Earnings;
import org.kalepool.kale.Kale;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** How much a farmer that stays can be paid of what it has earned, and who gets what of it. */
@Singleton
final class EarnedAmounts {
  private final Books books;
  private final Earnings earnings;

  EarnedAmounts(Books books, Earnings earnings) {
    this.books = books;
    this.earnings = earnings;
  }

  /** What is earned and was not paid out, as far as lost stakes have left it. */
  Kale most(UUID farmer) {
    Books.Position now = books.position(farmer);
    return EarnedSplit.left(earnings.of(farmer))
        .min(now.custody().plus(now.staked()))
        .max(Kale.ZERO);
  }

  /**
   * What is asked for.
   *
   * @param amount stroops, null for all
   * @throws ProblemException if it is more than there is, or there is nothing
   */
  static Kale asked(@Nullable Long amount, Kale most) {
    if (amount != null && amount > most.stroops()) {
      throw ProblemException.invalid(
          "amount",
          "must be no more than what is earned and was not paid out, %d stroops"
              .formatted(most.stroops()));
    }
    if (!most.isPositive()) {
      throw new ProblemException(
          ProblemKind.CONFLICT, "Nothing is earned that was not paid out: wait for a harvest.");
    }
    return amount == null ? most : Kale.ofStroops(amount);
  }

  /** What an amount would be shared into now. */
  EarnedSplit split(UUID farmer, Kale amount) {
    return EarnedSplit.of(earnings.of(farmer), EarnedPlanner.owed(books.position(farmer)), amount);
  }
}
