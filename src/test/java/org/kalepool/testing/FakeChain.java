package org.kalepool.testing;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.FarmContract;
import org.kalepool.kale.Hash;
import org.kalepool.kale.InMemoryFarm;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Moment;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Trustline;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Mints;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;

/**
 * A chain in memory that plays by the contract's own rules. Ledgers close when told to, five
 * seconds each; every reset starts at a later block, ledger and time than all before.
 */
@Alternative
@Singleton
public final class FakeChain implements Chain, Mints, Movements {
  public static final long TTL = 17_280;
  public static final Xlm RESERVE = Xlm.parse("1.5");
  private static final Address ASSET = Address.contract(new byte[32]);

  private final Map<Address, Xlm> accounts = new HashMap<>();
  private final Set<Address> bare = new HashSet<>();
  private final Deque<FarmView> staleFarms = new ArrayDeque<>();
  private final Deque<LedgerTip> staleTips = new ArrayDeque<>();
  private long era;
  private long ledger;
  private long time;
  private boolean down;
  private long eventsLag;
  private long sequence;
  private long holdingsAsOf;
  private int reads;
  private @Nullable Set<Hash> mints;
  private final Map<Hash, List<Long>> declared = new HashMap<>();
  private @Nullable List<Movements.Movement> moves;
  private @Nullable Address mover;
  private InMemoryFarm storage = storage();

  /** A new farm: block {@code era × 1000} has just opened in the first ledger. */
  public void reset() {
    era++;
    ledger = era * 1_000_000;
    time = 1_700_000_000 + era * 10_000_000;
    accounts.clear();
    bare.clear();
    staleFarms.clear();
    staleTips.clear();
    down = false;
    eventsLag = 0;
    holdingsAsOf = 0;
    sequence = 0;
    mints = null;
    declared.clear();
    moves = null;
    mover = null;
    storage = storage();
    openFirst();
  }

  private InMemoryFarm storage() {
    Farm farm = new Farm(ASSET, ASSET, era * 1000 - 1, observed(time - 300), false);
    return new InMemoryFarm(farm, ledger, TTL);
  }

  /** What the block before the first has seen: others' stakes up to 1 000 KALE, gaps, zeros. */
  private static Block observed(long timestamp) {
    return new Block(
        timestamp,
        10,
        BigInteger.ZERO,
        3,
        50,
        BigInteger.valueOf(1_000_0000000L),
        8,
        Hash.ofHex("5a".repeat(32)),
        BigInteger.ZERO,
        BigInteger.ZERO);
  }

  private void openFirst() {
    Address other = Address.account(new byte[32]);
    setKale(other, Kale.parse("1000"));
    contract().plant(now(), other, BigInteger.valueOf(1_000_0000000L));
  }

  /** What the node remembers of mints, but not what they declared; nothing until told. */
  public void remember(Set<Hash> transactions) {
    mints = Set.copyOf(transactions);
  }

  /** What the node remembers of the only mint, and of the pails that it declared to write. */
  public void remember(Hash transaction, List<Long> pails) {
    mints = Set.of(transaction);
    declared.put(transaction, pails);
  }

  @Override
  public Optional<List<Mint>> minted(Address account, long from, long through) {
    toldThrough(through);
    return Optional.ofNullable(mints)
        .map(seen -> seen.stream().map(tx -> new Mint(tx, ledger)).toList());
  }

  /** The node that is asked for events is as many ledgers behind the one that is asked for more. */
  public void eventsLag(long ledgers) {
    eventsLag = ledgers;
  }

  private void toldThrough(long last) {
    if (ledger - eventsLag < last) {
      throw new RpcException("the node tells of events up to ledger " + (ledger - eventsLag));
    }
  }

  @Override
  public Optional<List<Long>> pails(Mint mint, Address account) {
    return Optional.ofNullable(declared.get(mint.transaction()));
  }

  /** What the node remembers of movements; nothing until told. */
  public void rememberMoves(List<Movements.Movement> movements) {
    moves = List.copyOf(movements);
  }

  /** The same, of one account; no other is remembered to have moved anything. */
  public void rememberMoves(Address account, List<Movements.Movement> movements) {
    moves = movements;
    mover = account;
  }

  @Override
  public Optional<List<Movement>> moved(Address account, long from, long through) {
    toldThrough(through);
    boolean other = mover != null && !mover.equals(account);
    return Optional.ofNullable(moves).map(all -> other ? List.of() : all);
  }

  @Override
  public long reach(long from, Instant born) {
    return from;
  }

  public FarmContract contract() {
    return new FarmContract(storage, storage);
  }

  public Moment now() {
    return new Moment(ledger, time);
  }

  public long index() {
    return storage.farm().index();
  }

  public long openedAt() {
    return storage.farm().observed().timestamp();
  }

  /** Closes this many ledgers. */
  public void close(long ledgers) {
    ledger += ledgers;
    time += 5 * ledgers;
    storage.setLedger(ledger);
  }

  /** Somebody else opens the next block, 300 s or more after the last. */
  public void openNext() {
    while (time < openedAt() + 300) {
      close(1);
    }
    contract().plant(now(), Address.account(new byte[32]), BigInteger.ZERO);
  }

  /** What the sequence number of every account is. */
  public void setSequence(long sequence) {
    this.sequence = sequence;
  }

  public void setXlm(Address account, Xlm amount) {
    accounts.put(account, amount);
  }

  public Xlm xlm(Address account) {
    return accounts.getOrDefault(account, Xlm.ZERO);
  }

  public void setKale(Address account, Kale amount) {
    storage.putTrustline(account, new Trustline(amount, Kale.ofStroops(Long.MAX_VALUE)));
  }

  public void removeAccount(Address account) {
    accounts.remove(account);
  }

  public void removeTrustline(Address account) {
    bare.add(account);
  }

  public Kale kale(Address account) {
    Trustline line = storage.trustline(account);
    return line == null ? Kale.ZERO : line.balance();
  }

  /** Readings of accounts claim to be of this ledger; 0: of the newest. */
  public void lagHoldings(long asOf) {
    holdingsAsOf = asOf;
  }

  /** What the contract would never do: the pail's stake becomes another. */
  public void replaceStake(Address farmer, long index, BigInteger stake) {
    Pail pail = storage.pail(farmer, index);
    if (pail == null) {
      throw new IllegalArgumentException("no pail");
    }
    storage.putPail(farmer, index, new Pail(pail.sequence(), pail.gap(), stake, pail.zeros()));
  }

  /** What the contract would never do: the pail is gone, and nobody got anything. */
  public void removePail(Address farmer, long index) {
    storage.removePail(farmer, index);
  }

  private long readLedger() {
    return holdingsAsOf == 0 ? ledger : holdingsAsOf;
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

  public int reads() {
    return reads;
  }

  private void read() {
    reads++;
    if (down) {
      throw new RpcException("connection refused");
    }
  }

  @Override
  public LedgerTip tip() {
    read();
    LedgerTip stale = staleTips.poll();
    return stale != null ? stale : new LedgerTip(ledger, time);
  }

  @Override
  public FarmView farm() {
    read();
    FarmView stale = staleFarms.poll();
    return stale != null ? stale : new FarmView(storage.farm(), ledger);
  }

  @Override
  public Optional<StoredBlock> block(long index) {
    read();
    Block block = storage.block(index);
    return block == null
        ? Optional.empty()
        : Optional.of(new StoredBlock(block, storage.blockLiveUntil(index).orElseThrow(), ledger));
  }

  @Override
  public Map<Address, StoredPail> pails(Collection<Address> farmers, long index) {
    read();
    Map<Address, StoredPail> found = new HashMap<>();
    for (Address farmer : farmers) {
      Pail pail = storage.pail(farmer, index);
      if (pail != null) {
        long until = storage.pailLiveUntil(farmer, index).orElseThrow();
        found.put(farmer, new StoredPail(pail, until, ledger));
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

  private @Nullable Holdings held(Address account) {
    Xlm xlm = accounts.get(account);
    if (xlm == null) {
      return null;
    }
    Trustline line = bare.contains(account) ? null : storage.trustline(account);
    return new Holdings(
        account,
        xlm,
        xlm.minus(RESERVE).max(Xlm.ZERO),
        sequence,
        line == null ? null : line.balance(),
        line == null ? null : line.limit(),
        readLedger());
  }

  @Override
  public Optional<Claimable> claimable(BalanceId balance) {
    return Optional.empty();
  }

  @Override
  public Set<Address> memoRequired(Collection<Address> wanted) {
    read();
    return Set.of();
  }

  @Override
  public FarmerOnChain farmer(Address farmer, Collection<Long> blocks) {
    read();
    Map<Long, Pail> pails = new HashMap<>();
    for (long block : blocks) {
      Pail pail = storage.pail(farmer, block);
      if (pail != null) {
        pails.put(block, pail);
      }
    }
    return new FarmerOnChain(farmer, held(farmer), pails, readLedger());
  }

  @Override
  public NetworkTerms terms() {
    return new NetworkTerms(
        Xlm.parse("0.5"),
        5.0,
        TTL,
        FakeTransactions.PLANT_FEE,
        FakeTransactions.WORK_FEE,
        FakeTransactions.HARVEST_FEE);
  }
}
