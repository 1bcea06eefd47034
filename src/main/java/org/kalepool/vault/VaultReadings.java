package org.kalepool.vault;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.VaultState;

/** Reads vaults from the network, whether they were made or not. */
@Singleton
public final class VaultReadings {
  private final Vaults vaults;
  private final Chain chain;
  private final PoolContracts contracts;
  private final Kale leastDeposit;

  VaultReadings(Vaults vaults, Chain chain, PoolContracts contracts, VaultSettings settings) {
    this.vaults = vaults;
    this.chain = chain;
    this.contracts = contracts;
    this.leastDeposit = settings.leastDeposit();
  }

  /**
   * A farmer's vault; empty if it has none.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  public Optional<SeenVault> of(UUID farmer) {
    return Optional.ofNullable(of(List.of(farmer)).get(farmer));
  }

  /**
   * Farmers' vaults; those without one are absent. What was not made is read twice, so that what
   * both readings say of it is of the earlier ledger at least.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  public Map<UUID, SeenVault> of(Collection<UUID> farmers) {
    Collection<Vault> known = vaults.of(farmers).values();
    if (known.isEmpty()) {
      return Map.of();
    }
    Map<Address, VaultState> states = contracts.vaults(known.stream().map(Vault::address).toList());
    List<Address> unmade =
        known.stream().map(Vault::address).filter(it -> !states.containsKey(it)).toList();
    Map<Address, Holdings> held = unmade.isEmpty() ? Map.of() : chain.holdings(unmade);
    Map<UUID, SeenVault> seen = new HashMap<>();
    for (Vault vault : known) {
      VaultState state = states.get(vault.address());
      if (state != null) {
        seen.put(vault.farmer(), new SeenVault(vault, state, state.balance(), state.ledger()));
      } else if (held.get(vault.address()) instanceof Holdings there) {
        Kale kale = there.kale() == null ? Kale.ZERO : there.kale();
        seen.put(vault.farmer(), new SeenVault(vault, null, kale, there.ledger()));
      } else {
        seen.put(vault.farmer(), new SeenVault(vault, null, Kale.ZERO, 0));
      }
    }
    return seen;
  }

  /**
   * KALE that is missing before the pool makes a vault and farms from it; zero if nothing. One that
   * the pool has planted from before, as a restored backup may not know, needs none.
   */
  public Kale missing(SeenVault seen) {
    VaultState state = seen.state();
    if (state != null && state.planted()) {
      return Kale.ZERO;
    }
    return leastDeposit.minus(seen.kale()).max(Kale.ZERO);
  }
}
