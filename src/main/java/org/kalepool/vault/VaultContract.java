package org.kalepool.vault;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.RpcException;

/**
 * Whether the pool contract that is set is one by which this pool can farm: it is there, makes
 * vaults of the code that this pool knows, and takes this pool for its operator. As long as it is
 * not, nobody is offered a vault.
 */
@Singleton
public final class VaultContract implements Sweep {
  private static final Logger LOG = Logger.getLogger(VaultContract.class);

  private final Vaults vaults;
  private final PoolContracts contracts;
  private final Hash code;
  private volatile Optional<String> trouble = Optional.empty();

  VaultContract(Vaults vaults, PoolContracts contracts) {
    this.vaults = vaults;
    this.contracts = contracts;
    this.code = code();
  }

  private static Hash code() {
    try (InputStream in = VaultContract.class.getResourceAsStream("/contracts/vault.wasm")) {
      if (in == null) {
        throw new IllegalStateException("the pool was built without its contracts");
      }
      return Hash.of(Sha256.of(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with it by the last look, in words; empty if nothing is, or none is set. */
  public Optional<String> trouble() {
    return trouble;
  }

  @Override
  public String name() {
    return "vault-contract";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public boolean everywhere() {
    return true;
  }

  @Override
  public void sweep() {
    if (!vaults.offered()) {
      return;
    }
    try {
      Optional<String> found = look(vaults.contract());
      if (found.isPresent() && !found.equals(trouble)) {
        LOG.error(found.get());
      }
      trouble = found;
    } catch (RpcException e) {
      LOG.debugf("the pool contract cannot be looked at: %s", e.getMessage());
    }
  }

  private Optional<String> look(Address contract) {
    if (contracts.deployed(contract).isEmpty()) {
      return Optional.of(
          "there is no contract %s on this network, which kale.vault.contract-id names"
              .formatted(contract));
    }
    PoolContracts.PoolState state = contracts.pool(contract);
    if (!state.vaultCode().equals(code)) {
      return Optional.of(
          "the pool contract %s makes vaults of the code %s, and this pool knows %s"
              .formatted(contract, state.vaultCode(), code));
    }
    Address operator = vaults.operator();
    return state.operator().equals(operator)
        ? Optional.empty()
        : Optional.of(
            "the operator of the pool contract %s is %s, not the own pooler's wallet %s: its admin"
                    .formatted(contract, state.operator(), operator)
                + " can change that by set_operator");
  }
}
