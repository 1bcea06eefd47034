package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Runs something once the current database transaction has committed, and not if it has not. */
@Singleton
final class AfterCommit {
  private final TransactionSynchronizationRegistry synchronizations;

  AfterCommit(TransactionSynchronizationRegistry synchronizations) {
    this.synchronizations = synchronizations;
  }

  void run(Runnable task) {
    synchronizations.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // nothing to do: what was written is written
          }

          @Override
          public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
              task.run();
            }
          }
        });
  }
}
