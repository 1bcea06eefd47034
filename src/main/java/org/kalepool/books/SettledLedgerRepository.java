package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.db.OncePerTransaction;

/** The table {@code settled_ledgers}. */
@Singleton
class SettledLedgerRepository implements PanacheRepositoryBase<SettledLedgerEntity, UUID> {
  private final OncePerTransaction once;

  SettledLedgerRepository(OncePerTransaction once) {
    this.once = once;
  }

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

  private record Noted(UUID farmer, long ledger) {}

  /** What changed or may have changed the farmer's account was in this ledger. */
  void note(UUID farmer, long ledger) {
    note(List.of(farmer), ledger);
  }

  /** The same of several farmers. */
  void note(Collection<UUID> farmers, long ledger) {
    List<UUID> others =
        farmers.stream()
            .distinct()
            .filter(farmer -> !once.has(new Noted(farmer, ledger)))
            .sorted()
            .toList();
    if (others.isEmpty()) {
      return;
    }
    getEntityManager()
        .createNamedQuery("SettledLedger.note")
        .setParameter("farmers", others.toArray(UUID[]::new))
        .setParameter("ledger", ledger)
        .executeUpdate();
    others.forEach(farmer -> once.note(new Noted(farmer, ledger)));
  }
}
