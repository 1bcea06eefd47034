package org.kalepool.books;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.farmer.FarmerBalances;

/** Shows a farmer what the journal says. */
@Singleton
final class BookedBalances implements FarmerBalances {
  private final Books books;

  BookedBalances(Books books) {
    this.books = books;
  }

  @Override
  public Balances of(UUID farmer) {
    Books.Position position = books.position(farmer);
    return new Balances(
        position.custody().stroops(),
        position.staked().stroops(),
        position.xlm().stroops(),
        position.deposited().stroops(),
        position.earned().stroops(),
        position.forfeited().stroops(),
        position.owed().stroops(),
        position.fees().stroops(),
        position.advanced().stroops(),
        position.paidOut().stroops());
  }
}
