package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import org.kalepool.books.Books;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;

/** Has farmers be paid whose threshold is reached. */
@Singleton
final class ReachedThresholds {
  private static final String BY_THRESHOLD = "threshold";

  private final WishRepository wishes;
  private final Farmers farmers;
  private final Books books;
  private final Leader leader;

  ReachedThresholds(WishRepository wishes, Farmers farmers, Books books, Leader leader) {
    this.wishes = wishes;
    this.farmers = farmers;
    this.books = books;
    this.leader = leader;
  }

  /** Notes a wish of each farmer whose threshold is reached. */
  void ask() {
    QuarkusTransaction.requiringNew()
        .call(wishes::due)
        .forEach(due -> QuarkusTransaction.requiringNew().run(() -> reached(due)));
  }

  /** What is reached must be there, were all harvested: stakes may have been lost. */
  private void reached(WishRepository.Due due) {
    leader.hold();
    if (farmers.lock(due.farmer()).orElse(null) != FarmerState.ACTIVE
        || wishes.open(due.farmer()).isPresent()) {
      return;
    }
    Books.Position now = books.position(due.farmer());
    Kale amount = due.earned().min(now.custody().plus(now.staked()));
    if (amount.compareTo(due.threshold()) >= 0) {
      wishes.ask(due.farmer(), amount, BY_THRESHOLD);
    }
  }
}
