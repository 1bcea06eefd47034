package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/**
 * The tables {@code earned_payouts} and {@code split_earned}. Every method joins the caller's
 * database transaction.
 */
@Singleton
class EarnedPayoutRepository implements PanacheRepositoryBase<EarnedPayoutEntity, Long> {
  private final Clock clock;

  EarnedPayoutRepository(Clock clock) {
    this.clock = clock;
  }

  /** What was earned up to a ledger, and what of all was shared. */
  List<Earnings.Terms> terms(UUID farmer, long ledger) {
    return getEntityManager()
        .createNamedQuery("EarnedPayout.terms", Earnings.Terms.class)
        .setParameter("farmer", farmer)
        .setParameter("ledger", ledger)
        .getResultList();
  }

  Set<Hash> hashes(UUID farmer) {
    return Set.copyOf(
        getEntityManager()
            .createQuery(
                "select transactionHash from EarnedPayoutEntity where farmerId = :farmer",
                Hash.class)
            .setParameter("farmer", farmer)
            .getResultList());
  }

  boolean isBooked(Hash hash) {
    return count("transactionHash", hash) > 0;
  }

  void paid(UUID farmer, EarnedSplit split, @Nullable Long transaction, Hash hash, long ledger) {
    EarnedPayoutEntity payout =
        new EarnedPayoutEntity(farmer, split, transaction, hash, ledger, clock.instant());
    persistAndFlush(payout);
    long id = Objects.requireNonNull(payout.id);
    split.parts().stream()
        .map(part -> new SplitEarnedEntity(id, farmer, part))
        .forEach(getEntityManager()::persist);
    flush();
  }
}
