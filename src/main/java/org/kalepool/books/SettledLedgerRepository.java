package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Address;

/** The table {@code settled_ledgers}, and what the books need to know of settled transactions. */
@Singleton
class SettledLedgerRepository implements PanacheRepositoryBase<SettledLedgerEntity, UUID> {
  /** 0 if nothing is in the farmer's books. */
  long of(UUID farmer) {
    return getEntityManager()
        .createQuery("select ledger from SettledLedgerEntity where farmerId = :farmer", Long.class)
        .setParameter("farmer", farmer)
        .getResultList()
        .stream()
        .findFirst()
        .orElse(0L);
  }

  /** The farmer whose custodial account this is. */
  Optional<UUID> farmerOf(Address custodial) {
    return getEntityManager()
        .createNamedQuery("SettledLedger.farmerOf", UUID.class)
        .setParameter("custodial", custodial)
        .getResultList()
        .stream()
        .findFirst();
  }

  /** Only a fee-bump envelope has an inner transaction; another account than the lane paid then. */
  boolean wasFeeBumped(long transaction) {
    return getEntityManager()
        .createNamedQuery("SettledLedger.wasFeeBumped", Boolean.class)
        .setParameter("transaction", transaction)
        .getSingleResult();
  }

  /** What changed or may have changed the farmer's account was in this ledger. */
  void note(UUID farmer, long ledger) {
    getEntityManager()
        .createNamedQuery("SettledLedger.note")
        .setParameter("farmer", farmer)
        .setParameter("ledger", ledger)
        .executeUpdate();
  }
}
