package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Kale;

/** The table {@code late_payouts}, and what it settles of the splits. */
@Singleton
class LatePayoutRepository implements PanacheRepositoryBase<LatePayoutEntity, Long> {
  private final Clock clock;

  LatePayoutRepository(Clock clock) {
    this.clock = clock;
  }

  /** The ledger in which the account was last merged, as far as is known; 0 if it never was. */
  long lastMerged(UUID farmer) {
    return ofFarmer("LatePayout.lastMerged", farmer);
  }

  /** What the pooler's wallet could not take of its share at the split, and has not got since. */
  Kale withheld(UUID farmer) {
    return Kale.ofStroops(ofFarmer("LatePayout.withheld", farmer));
  }

  private long ofFarmer(String query, UUID farmer) {
    return getEntityManager()
        .createNamedQuery(query, Long.class)
        .setParameter("farmer", farmer)
        .getSingleResult();
  }

  /**
   * Stores for good what was passed on.
   *
   * @param transaction null if it was sent before a restore
   */
  void passedOn(
      @Nullable Long transaction,
      Farmer farmer,
      Books.Payout payout,
      boolean claimable,
      Landing where) {
    persist(new LatePayoutEntity(transaction, farmer, payout, claimable, where, clock.instant()));
  }
}
