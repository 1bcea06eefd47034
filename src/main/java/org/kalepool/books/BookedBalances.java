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
        position.custody(),
        position.staked(),
        position.xlm(),
        position.deposited(),
        position.earned(),
        position.forfeited(),
        position.owed(),
        position.fees(),
        position.advanced(),
        position.paidOut());
  }
}
