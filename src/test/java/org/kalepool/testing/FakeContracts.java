package org.kalepool.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.VaultMaking;
import org.kalepool.vault.Vault;

/** The pool's own contracts on a network where a test makes the vaults, and nothing else. */
@Alternative
@Singleton
public final class FakeContracts implements PoolContracts {
  /** As of which everything is. */
  public static final long LEDGER = 100;

  private final Map<Address, PoolState> pools = new ConcurrentHashMap<>();
  private final Map<Address, VaultState> vaults = new ConcurrentHashMap<>();

  private static RpcException none() {
    return new RpcException("there is no such contract");
  }

  @Override
  public Address ofXlm() {
    return Address.contract(Sha256.of("XLM"));
  }

  @Override
  public Address ofKale() {
    return Address.contract(Sha256.of("KALE"));
  }

  @Override
  public Address vault(Address pool, VaultMaking making) {
    return Address.contract(Sha256.of(pool + " " + making));
  }

  @Override
  public Address address(Address deployer, Hash salt) {
    return Address.contract(Sha256.of(deployer + " " + salt));
  }

  @Override
  public Optional<Deployed> deployed(Address contract) {
    return Optional.ofNullable(pools.get(contract)).map(_ -> new Deployed(null, 1_000_000, LEDGER));
  }

  /** Has a pool contract be there. */
  public void pool(Address contract, PoolState state) {
    pools.put(contract, state);
  }

  @Override
  public OptionalLong codeLiveUntil(Hash code) {
    return OptionalLong.empty();
  }

  @Override
  public SplitState split(Address contract) {
    throw none();
  }

  @Override
  public long splitIn(Address contract, Address custodial, UUID farmer) {
    return 0;
  }

  @Override
  public PoolState pool(Address contract) {
    return Optional.ofNullable(pools.get(contract)).orElseThrow(FakeContracts::none);
  }

  @Override
  public Map<Address, VaultState> vaults(Collection<Address> wanted) {
    Map<Address, VaultState> found = new HashMap<>(vaults);
    found.keySet().retainAll(wanted);
    return found;
  }

  /** Has a vault be there in this state. */
  public void put(Address vault, VaultState state) {
    vaults.put(vault, state);
  }

  /** Has a vault be there, with all of its balance as principal. */
  public void made(Vault vault, Kale balance) {
    vaults.put(vault.address(), state(vault, balance, OptionalLong.empty()));
  }

  /** The same of one that is stopped for ever. */
  public void stopped(Vault vault, Kale balance, long ledger) {
    vaults.put(vault.address(), state(vault, balance, OptionalLong.of(ledger)));
  }

  private VaultState state(Vault vault, Kale balance, OptionalLong stopped) {
    return new VaultState(
        vault.owner(),
        vault.contract(),
        Hash.of(Sha256.of(vault.address().text())),
        vault.making().basisPoints(),
        17_280,
        balance,
        vault.making().floor(),
        Kale.ZERO,
        Kale.ZERO,
        stopped,
        false,
        balance,
        1_000_000,
        LEDGER);
  }
}
