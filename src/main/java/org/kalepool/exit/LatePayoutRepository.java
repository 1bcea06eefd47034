package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
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
    return getEntityManager()
        .createNamedQuery("LatePayout.lastMerged", Long.class)
        .setParameter("farmer", farmer)
        .getSingleResult();
  }

  /** What is kept for a pooler still. */
  @RegisterForReflection
  record Kept(UUID pooler, Kale amount) {}

  /**
   * By pooler, what its wallet could not take of its share at the split, and has not got since;
   * those who have got all are left out.
   */
  Map<UUID, Kale> withheld(UUID farmer) {
    return getEntityManager()
        .createNamedQuery("LatePayout.withheld", Kept.class)
        .setParameter("farmer", farmer)
        .getResultList()
        .stream()
        .filter(kept -> kept.amount().isPositive())
        .collect(Collectors.toMap(Kept::pooler, Kept::amount));
  }

  /**
   * Stores for good what was passed on.
   *
   * @param transaction null if it was sent before a restore
   * @param carrier the pooler whose wallet XLM went to or through, if any did
   */
  void passedOn(
      @Nullable Long transaction,
      Farmer farmer,
      UUID carrier,
      Books.Payout payout,
      boolean claimable,
      Landing where) {
    LatePayoutEntity late =
        new LatePayoutEntity(
            transaction, farmer, carrier, payout, claimable, where, clock.instant());
    persistAndFlush(late);
    long id = Objects.requireNonNull(late.id);
    payout.poolers().stream()
        .filter(part -> part.toPooler().isPositive())
        .map(part -> new LatePartEntity(id, part.pooler(), part.toPooler()))
        .forEach(getEntityManager()::persist);
  }
}
