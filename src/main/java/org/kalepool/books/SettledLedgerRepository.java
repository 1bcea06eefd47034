package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** The table {@code settled_ledgers}. */
@Singleton
class SettledLedgerRepository implements PanacheRepositoryBase<SettledLedgerEntity, UUID> {
  /** 0 if nothing is in the farmer's books. */
  long of(UUID farmer) {
    return Optional.ofNullable(
            getEntityManager()
                .createQuery(
                    "select ledger from SettledLedgerEntity where farmerId = :farmer", Long.class)
                .setParameter("farmer", farmer)
                .getSingleResultOrNull())
        .orElse(0L);
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
