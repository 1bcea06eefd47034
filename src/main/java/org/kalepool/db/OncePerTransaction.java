package org.kalepool.db;

import jakarta.inject.Singleton;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** What need not be asked of the database again until the caller's transaction ends. */
@Singleton
public final class OncePerTransaction {
  private final TransactionSynchronizationRegistry registry;

  OncePerTransaction(TransactionSynchronizationRegistry registry) {
    this.registry = registry;
  }

  /** Whether this was noted in the transaction that runs; without one never. */
  public boolean has(Object key) {
    return registry.getTransactionKey() != null && registry.getResource(key) != null;
  }

  /** Notes it until the transaction ends; without one nothing. */
  public void note(Object key) {
    if (registry.getTransactionKey() != null) {
      registry.putResource(key, true);
    }
  }
}
