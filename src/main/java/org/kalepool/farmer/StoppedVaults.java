package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.stellar.RpcException;
import org.kalepool.vault.Vault;
import org.kalepool.vault.Vaults;

/**
 * Follows owners who have stopped their vaults without asking the pool: such a farmer leaves. All
 * vaults are looked at in turn; who plants from one that is stopped may have noted it before.
 */
@Singleton
class StoppedVaults implements Sweep {
  private static final Logger LOG = Logger.getLogger(StoppedVaults.class);

  private final StoredFarmers farmers;
  private final Vaults vaults;
  private final PoolContracts contracts;

  /** The last one looked at; a restart begins anew. Only the sweep, one at a time, uses it. */
  private volatile @Nullable UUID cursor;

  StoppedVaults(StoredFarmers farmers, Vaults vaults, PoolContracts contracts) {
    this.farmers = farmers;
    this.vaults = vaults;
    this.contracts = contracts;
  }

  @Override
  public String name() {
    return "stopped-vaults";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(15);
  }

  @Override
  public void sweep() {
    List<Vault> looked = vaults.allMade(cursor, PoolContracts.VAULTS_A_READ);
    cursor = looked.size() < PoolContracts.VAULTS_A_READ ? null : looked.getLast().farmer();
    List<Address> running =
        looked.stream().filter(vault -> !vault.isStopped()).map(Vault::address).toList();
    try {
      Map<Address, VaultState> states = running.isEmpty() ? Map.of() : contracts.vaults(running);
      looked.forEach(vault -> follow(vault, states.get(vault.address())));
    } catch (RpcException e) {
      LOG.warnf("vaults cannot be looked at: %s", e.getMessage());
    }
  }

  private void follow(Vault vault, @Nullable VaultState state) {
    OptionalLong stopped =
        vault.isStopped()
            ? vault.stoppedIn()
            : state == null ? OptionalLong.empty() : state.stoppedIn();
    if (stopped.isPresent()) {
      QuarkusTransaction.requiringNew().run(() -> leaves(vault, stopped.getAsLong()));
    }
  }

  private void leaves(Vault vault, long ledger) {
    vaults.stopped(vault.farmer(), ledger);
    boolean moved =
        farmers.move(
            vault.farmer(),
            FarmerState.ACTIVE,
            FarmerState.LEAVING,
            "farmer",
            "the vault was stopped in ledger " + ledger);
    if (moved) {
      LOG.infof("farmer %s leaves: its vault was stopped", vault.farmer());
    }
  }
}
