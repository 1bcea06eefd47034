package org.kalepool.vault;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.PoolContracts;

/**
 * A vault as the network has it.
 *
 * @param state null as long as it was not made
 * @param kale what lies at its address
 * @param ledger as of which
 */
public record SeenVault(
    Vault vault, PoolContracts.@Nullable VaultState state, Kale kale, long ledger) {
  /** Whether it was made. */
  public boolean isThere() {
    return state != null;
  }
}
