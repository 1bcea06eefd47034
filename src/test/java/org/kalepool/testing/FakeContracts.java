package org.kalepool.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.LifePlan;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.SplitSettings;
import org.kalepool.stellar.VaultMaking;
import org.kalepool.vault.Vault;

/**
 * A split contract that a test sets up, and the setting that names it; none until it does. And
 * vaults that a test makes.
 */
@Alternative
@Singleton
public final class FakeContracts implements PoolContracts, SplitSettings {
  public static final Address SPLIT = Address.contract(Sha256.of("split"));
  public static final Address XLM = Address.contract(Sha256.of("xlm"));
  public static final Address KALE = Address.contract(Sha256.of("kale"));

  /** As of which vaults are. */
  public static final long LEDGER = 100;

  private final Instance<FakeChain> chain;
  private final List<Terms> terms = new ArrayList<>();
  private final Map<UUID, Long> splits = new HashMap<>();
  private final Map<UUID, WasSplit> told = new HashMap<>();
  private final Map<Address, Kale> held = new HashMap<>();
  private final Map<Address, PoolState> pools = new ConcurrentHashMap<>();
  private final Map<Address, VaultState> vaults = new ConcurrentHashMap<>();
  private final List<LifePlan.Living> lives = new ArrayList<>();
  private @Nullable Address admin;
  private long lag;

  FakeContracts(Instance<FakeChain> chain) {
    this.chain = chain;
  }

  /** One with vaults only, by itself. */
  public static FakeContracts ofVaults() {
    return new FakeContracts(CDI.current().select(FakeChain.class));
  }

  public void reset() {
    terms.clear();
    splits.clear();
    told.clear();
    held.clear();
    pools.clear();
    vaults.clear();
    lives.clear();
    admin = null;
    lag = 0;
  }

  /** From now on the pool pays out by a split contract. */
  public void uses(Address itsAdmin, Terms... list) {
    admin = itsAdmin;
    terms.clear();
    terms.addAll(List.of(list));
  }

  /** As after {@code add_terms}. */
  public void added(int basisPoints, Address wallet) {
    terms.add(new Terms(basisPoints, wallet));
  }

  public void wasSplit(UUID farmer, long ledger) {
    splits.put(farmer, ledger);
  }

  /** The same, and the node remembers how. */
  public void wasSplit(UUID farmer, long ledger, WasSplit how) {
    wasSplit(farmer, ledger);
    told.put(farmer, how);
  }

  public void holds(Address wallet, Kale amount) {
    held.put(wallet, amount);
  }

  public void collected(Address wallet) {
    held.remove(wallet);
  }

  /** One more entry that ends. */
  public void lives(Address contract, ContractCall.Living entry, long until) {
    lives.removeIf(one -> one.entry().equals(entry));
    lives.add(new LifePlan.Living(contract, entry, until));
  }

  /** The node that is asked is so many ledgers behind. */
  public void lag(long ledgers) {
    lag = ledgers;
  }

  private long ledger() {
    return chain.get().now().ledger() - lag;
  }

  @Override
  public Optional<Address> contractId() {
    return Optional.ofNullable(admin).map(_ -> SPLIT);
  }

  @Override
  public Address ofXlm() {
    return XLM;
  }

  @Override
  public Address ofKale() {
    return KALE;
  }

  @Override
  public Address address(Address deployer, Hash salt) {
    throw new UnsupportedOperationException("nothing is deployed here");
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
    return OptionalLong.of(1_000_000);
  }

  @Override
  public SplitState split(Address contract) {
    if (admin == null) {
      throw new RpcException("no such contract: " + contract);
    }
    return new SplitState(admin, List.copyOf(terms), ledger());
  }

  @Override
  public long splitIn(Address contract, Address custodial, UUID farmer) {
    return splits.getOrDefault(farmer, 0L);
  }

  @Override
  public Optional<WasSplit> wasSplit(
      Address contract, Address custodial, UUID farmer, long ledger) {
    return Optional.ofNullable(told.get(farmer))
        .filter(_ -> splitIn(contract, custodial, farmer) == ledger);
  }

  @Override
  public PoolState pool(Address contract) {
    return Optional.ofNullable(pools.get(contract))
        .orElseThrow(() -> new RpcException("no such contract: " + contract));
  }

  @Override
  public Map<Address, Kale> held(Address contract, Collection<Address> wallets) {
    Map<Address, Kale> found = new HashMap<>(held);
    found.keySet().retainAll(wallets);
    return found;
  }

  @Override
  public Lives lives(Collection<Address> contracts) {
    return new Lives(
        lives.stream().filter(one -> contracts.contains(one.contract())).toList(), ledger());
  }

  @Override
  public Address vault(Address pool, VaultMaking making) {
    return Address.contract(Sha256.of(pool + " " + making));
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
