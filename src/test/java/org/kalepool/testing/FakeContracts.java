package org.kalepool.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
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

/** A split contract that a test sets up, and the setting that names it; none until it does. */
@Alternative
@Singleton
public final class FakeContracts implements PoolContracts, SplitSettings {
  public static final Address SPLIT = Address.contract(Sha256.of("split"));
  public static final Address XLM = Address.contract(Sha256.of("xlm"));
  public static final Address KALE = Address.contract(Sha256.of("kale"));

  private final FakeChain chain;
  private final List<Terms> terms = new ArrayList<>();
  private final Map<UUID, Long> splits = new HashMap<>();
  private final Map<Address, Kale> held = new HashMap<>();
  private final List<LifePlan.Living> lives = new ArrayList<>();
  private @Nullable Address admin;
  private long lag;

  FakeContracts(FakeChain chain) {
    this.chain = chain;
  }

  public void reset() {
    terms.clear();
    splits.clear();
    held.clear();
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
    return chain.now().ledger() - lag;
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
    throw new UnsupportedOperationException("nothing is deployed here");
  }

  @Override
  public OptionalLong codeLiveUntil(Hash code) {
    throw new UnsupportedOperationException("nothing is deployed here");
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
  public PoolState pool(Address contract) {
    throw new UnsupportedOperationException("there is no pool contract here");
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
}
