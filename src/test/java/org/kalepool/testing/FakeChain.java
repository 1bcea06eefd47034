package org.kalepool.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.AccountSigners;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Mints;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.Receipts;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Transfers;

/**
 * A chain in memory that plays by the contract's own rules. Ledgers close when told to, five
 * seconds each; every reset starts at a later block, ledger and time than all before.
 */
@Alternative
@Singleton
public final class FakeChain extends FakeAccounts
    implements Chain, Mints, Movements, Transfers, Receipts {
  private final Deque<FarmView> staleFarms = new ArrayDeque<>();
  private final Deque<LedgerTip> staleTips = new ArrayDeque<>();
  private boolean down;
  private int reads;
  private Runnable meanwhile = () -> {};
  private Xlm surge = Xlm.ZERO;
  private final FakeHistory history = new FakeHistory(() -> now().ledger());

  @Override
  public void reset() {
    surge = Xlm.ZERO;
    staleFarms.clear();
    staleTips.clear();
    down = false;
    meanwhile = () -> {};
    history.forget();
    super.reset();
  }

  /** What the node remembers of the farm's events; nothing until told. */
  public FakeHistory history() {
    return history;
  }

  @Override
  public Optional<List<Mint>> minted(Address account, long from, long through) {
    return history.minted(account, from, through);
  }

  @Override
  public Optional<List<Long>> pails(Mint mint, Address account) {
    return history.pails(mint, account);
  }

  @Override
  public Optional<List<Movement>> moved(Address account, long from, long through) {
    return history.moved(account, from, through);
  }

  @Override
  public long reach(long from, Instant born) {
    return history.reach(from, born);
  }

  @Override
  public Remembered remembered(Collection<Address> parties, long from, long through) {
    return history.remembered(parties, from, through);
  }

  @Override
  public Known received(Collection<Address> receivers, long from, long through, Instant born) {
    return history.received(receivers, from, through, born);
  }

  /** A payment of XLM, in the next ledger to close, that the node remembers. */
  public void payXlm(Address from, Address to, Xlm amount, Hash transaction) {
    setXlm(to, xlm(to).plus(amount));
    history.paid(from, to, amount, now().ledger() + 1, transaction);
  }

  /** A payment by the asset's contract, in the next ledger to close, that the node remembers. */
  public void pay(Address from, Address to, Kale amount, Hash transaction) {
    if (exists(from)) {
      setKale(from, kale(from).minus(amount));
    }
    if (exists(to)) {
      setKale(to, kale(to).plus(amount));
    }
    history.paid(from, to, amount, now().ledger() + 1, transaction);
  }

  public void setDown(boolean down) {
    this.down = down;
  }

  /** The next answer to {@link #farm} comes from a node that lags. */
  public void answerStale(FarmView view) {
    staleFarms.add(view);
  }

  /** The next answer to {@link #tip} comes from a node that lags. */
  public void answerStale(LedgerTip tip) {
    staleTips.add(tip);
  }

  /** Runs this once, before the next answer: what happens while a reader waits. */
  public void beforeAnswer(Runnable action) {
    meanwhile = action;
  }

  public int reads() {
    return reads;
  }

  private void read() {
    reads++;
    if (down) {
      throw new RpcException("connection refused");
    }
    Runnable action = meanwhile;
    meanwhile = () -> {};
    action.run();
  }

  @Override
  public LedgerTip tip() {
    read();
    LedgerTip stale = staleTips.poll();
    return stale != null ? stale : new LedgerTip(now().ledger(), now().time());
  }

  @Override
  public FarmView farm() {
    read();
    FarmView stale = staleFarms.poll();
    return stale != null ? stale : new FarmView(storage().farm(), now().ledger());
  }

  @Override
  public Optional<StoredBlock> block(long index) {
    read();
    Block block = storage().block(index);
    return block == null
        ? Optional.empty()
        : Optional.of(
            new StoredBlock(block, storage().blockLiveUntil(index).orElseThrow(), now().ledger()));
  }

  @Override
  public Map<Address, StoredPail> pails(Collection<Address> farmers, long index) {
    read();
    Map<Address, StoredPail> found = new HashMap<>();
    for (Address farmer : farmers) {
      Pail pail = storage().pail(farmer, index);
      if (pail != null) {
        long until = storage().pailLiveUntil(farmer, index).orElseThrow();
        found.put(farmer, new StoredPail(pail, until, now().ledger()));
      }
    }
    return found;
  }

  @Override
  public Map<Address, Holdings> holdings(Collection<Address> wanted) {
    read();
    Map<Address, Holdings> found = new HashMap<>();
    for (Address account : wanted) {
      Holdings holdings = held(account);
      if (holdings != null) {
        found.put(account, holdings);
      }
    }
    return found;
  }

  @Override
  public Optional<AccountSigners> signers(Address account) {
    read();
    return exists(account) ? Optional.of(AccountSigners.ofKey(account)) : Optional.empty();
  }

  @Override
  public Optional<Claimable> claimable(BalanceId balance) {
    read();
    return known(balance);
  }

  @Override
  public Set<Address> memoRequired(Collection<Address> wanted) {
    read();
    return wanted.stream().filter(this::requiresMemo).collect(Collectors.toSet());
  }

  @Override
  public FarmerOnChain farmer(Address farmer, Collection<Long> blocks) {
    read();
    Map<Long, Pail> pails = new HashMap<>();
    for (long block : blocks) {
      Pail pail = storage().pail(farmer, block);
      if (pail != null) {
        pails.put(block, pail);
      }
    }
    return new FarmerOnChain(farmer, held(farmer), pails, readLedger());
  }

  @Override
  public NetworkTerms terms() {
    return new NetworkTerms(
        BASE_RESERVE,
        5.0,
        TTL,
        FakeNetwork.PLANT_FEE.plus(surge),
        FakeNetwork.WORK_FEE.plus(surge),
        FakeNetwork.HARVEST_FEE.plus(surge),
        surge);
  }

  /** What a place in a ledger costs now beyond the usual. */
  public void surge(Xlm more) {
    surge = more;
  }
}
