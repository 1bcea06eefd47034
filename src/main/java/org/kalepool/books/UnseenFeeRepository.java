package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * The table {@code unseen_fees}, and what the pool's transactions may have done without it having
 * seen so: their sequence numbers are used, and the node has forgotten them.
 */
@Singleton
class UnseenFeeRepository implements PanacheRepositoryBase<UnseenFeeEntity, Long> {
  private final Clock clock;

  UnseenFeeRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * A plant that may have landed.
   *
   * @param builtLedger it can only have landed after this one
   */
  @RegisterForReflection
  record Plant(long block, Kale stake, long builtLedger) {}

  /** Plants whose sequence number was used and that no pail is known of. */
  List<Plant> plants(Address custodial) {
    return getEntityManager()
        .createNamedQuery("UnseenFee.plants", Plant.class)
        .setParameter("lane", custodial)
        .getResultList();
  }

  /** The same of one whose plants other accounts send. */
  List<Plant> plants(UUID farmer) {
    return getEntityManager()
        .createNamedQuery("UnseenFee.vaultPlants", Plant.class)
        .setParameter("farmer", farmer)
        .getResultList();
  }

  /**
   * How many of the account's sequence numbers were used by transactions whose fee is in no books.
   * An account's numbers start with the ledger that made it in their upper half. Those up to the
   * newest that was archived are accounted for, since that happens only where books and chain
   * agree; those before the oldest that is kept need not be: a restore may have lost their
   * transactions.
   *
   * @param sequence the account's on the chain
   */
  long sequences(UUID farmer, Address custodial, long sequence) {
    long start = sequence & ~0xffff_ffffL;
    return getEntityManager()
        .createNamedQuery("UnseenFee.sequences", Long.class)
        .setParameter("farmer", farmer)
        .setParameter("lane", custodial)
        .setParameter("sequence", sequence)
        .setParameter("start", start)
        .getSingleResult();
  }

  /**
   * Notes, of a deposit that was booked less the fees of transactions that nobody saw, that they
   * are paid for: they explain no shortage any more.
   *
   * @param sequence the account's on the chain
   * @param ledger of the deposit
   */
  void paidByDeposit(UUID farmer, Address custodial, long sequence, long ledger) {
    if (sequences(farmer, custodial, sequence) > 0) {
      accounted(farmer, sequence, Xlm.ZERO, ledger);
    }
  }

  /** All numbers up to this one are accounted for by this amount. */
  void accounted(UUID farmer, long sequence, Xlm amount, long ledger) {
    persist(new UnseenFeeEntity(farmer, sequence, amount, ledger, clock.instant()));
  }
}
