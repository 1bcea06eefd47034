package org.kalepool.vault;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.kalepool.batch.BatchSettings;

/** What has to be set together. */
@Singleton
final class VaultStart {
  private final VaultSettings vaults;
  private final BatchSettings batches;

  VaultStart(VaultSettings vaults, BatchSettings batches) {
    this.vaults = vaults;
    this.batches = batches;
  }

  void start(@Observes StartupEvent event) {
    check();
  }

  /**
   * @throws IllegalStateException if the start has to end
   */
  void check() {
    if (vaults.contractId().isPresent() && batches.contractId().isEmpty()) {
      throw new IllegalStateException(
          "kale.vault.contract-id needs kale.batch.contract-id: works and harvests of vaults go by"
              + " the batch contract alone");
    }
  }
}
