package org.kalepool.testing.fakes;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Block;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;

/** A network that holds what a test puts there. */
@Alternative
@Singleton
public final class FakeChain implements Chain {
  public static final Xlm RESERVE = Xlm.parse("0.5");

  private final Map<Address, Holdings> accounts = new ConcurrentHashMap<>();
  private final Map<Long, Block> blocks = new ConcurrentHashMap<>();
  private final Map<Long, Map<Address, Pail>> pails = new ConcurrentHashMap<>();
  private final Set<Address> memoRequired = ConcurrentHashMap.newKeySet();
  private final Map<BalanceId, Claimable> claimables = new ConcurrentHashMap<>();
  private volatile boolean down;
  private volatile Runnable meanwhile = () -> {};
  private volatile long ledger = 1_000;
  private volatile long closeTime = 1_800_000_000;

  public void clear() {
    accounts.clear();
    memoRequired.clear();
    claimables.clear();
    blocks.clear();
    pails.clear();
    down = false;
  }

  public void down(boolean now) {
    down = now;
  }

  /** Runs this once, before the next answer: what happens while a reader waits. */
  public void beforeAnswer(Runnable action) {
    meanwhile = action;
  }

  public void ledger(long sequence, long time) {
    ledger = sequence;
    closeTime = time;
  }

  /** An account without a trustline. */
  public void account(Address address, String xlm) {
    put(address, Xlm.parse(xlm), RESERVE.times(2), null, null);
  }

  /** An account with a KALE trustline. */
  public void account(Address address, String xlm, String kale, String limit) {
    put(address, Xlm.parse(xlm), RESERVE.times(3), Kale.parse(kale), Kale.parse(limit));
  }

  public void remove(Address address) {
    accounts.remove(address);
  }

  private void put(
      Address address, Xlm xlm, Xlm reserve, @Nullable Kale kale, @Nullable Kale limit) {
    Xlm spendable = xlm.minus(reserve).max(Xlm.ZERO);
    accounts.put(address, new Holdings(address, xlm, spendable, 1, kale, limit, ledger));
  }

  public void block(long index, Block block) {
    blocks.put(index, block);
  }

  public void pail(Address farmer, long index, Pail pail) {
    pails.computeIfAbsent(index, i -> new ConcurrentHashMap<>()).put(farmer, pail);
  }

  @Override
  public LedgerTip tip() {
    reachable();
    return new LedgerTip(ledger, closeTime);
  }

  @Override
  public FarmView farm() {
    throw new IllegalStateException("not faked");
  }

  @Override
  public Optional<StoredBlock> block(long index) {
    reachable();
    return Optional.ofNullable(blocks.get(index)).map(it -> new StoredBlock(it, 20_000, ledger));
  }

  @Override
  public Map<Address, StoredPail> pails(Collection<Address> farmers, long index) {
    reachable();
    Map<Address, StoredPail> found = new HashMap<>();
    pails
        .getOrDefault(index, Map.of())
        .forEach((farmer, pail) -> found.put(farmer, new StoredPail(pail, 20_000, ledger)));
    found.keySet().retainAll(farmers);
    return found;
  }

  @Override
  public Map<Address, Holdings> holdings(Collection<Address> wanted) {
    reachable();
    Map<Address, Holdings> found = new HashMap<>(accounts);
    found.keySet().retainAll(wanted);
    return found;
  }

  public void claimable(BalanceId balance, Claimable what) {
    claimables.put(balance, what);
  }

  @Override
  public Optional<Claimable> claimable(BalanceId balance) {
    reachable();
    return Optional.ofNullable(claimables.get(balance));
  }

  /** What the account's owner asks for (SEP-29). */
  public void memoRequired(Address account) {
    memoRequired.add(account);
  }

  @Override
  public Set<Address> memoRequired(Collection<Address> accounts) {
    Set<Address> found = new HashSet<>(memoRequired);
    found.retainAll(accounts);
    return found;
  }

  @Override
  public FarmerOnChain farmer(Address farmer, Collection<Long> indexes) {
    throw new RpcException("not faked");
  }

  @Override
  public NetworkTerms terms() {
    reachable();
    Xlm fee = Xlm.parse("0.0025");
    return new NetworkTerms(RESERVE, 5.0, 17_280, fee, fee, fee);
  }

  private void reachable() {
    if (down) {
      throw new RpcException("down, as the test wishes");
    }
    Runnable action = meanwhile;
    meanwhile = () -> {};
    action.run();
  }
}
