package org.kalepool.lab.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.contract.HeldByContracts;
import org.kalepool.lab.sandbox.contract.HostCalls;
import org.kalepool.lab.sandbox.ledger.AssetEvents;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.transaction.LedgerPrices;
import org.kalepool.lab.sandbox.transaction.Network;

/**
 * An embedded network as whoever owns it sees and sets it: what is in its ledger is read, and what
 * is given, put or stopped is so at once, outside any transaction. Thread-safe.
 */
public abstract sealed class OwnedNetwork permits Sandbox {
  private final ReentrantLock lock = new ReentrantLock();
  final SandboxConfig config;
  final Network network;
  final OwnerActions accounts;
  private final HostCalls host;

  OwnedNetwork(SandboxConfig config, Network network, HostCalls host) {
    this.config = config;
    this.network = network;
    this.accounts = new OwnerActions(network);
    this.host = host;
  }

  public SandboxConfig config() {
    return config;
  }

  /** What closed ledgers from this one on were filled with, as far as they are remembered. */
  public List<LedgerUse> use(long from) {
    List<ClosedLedger> seen = locked(() -> List.copyOf(network.since(from)));
    return seen.stream().map(it -> LedgerUse.of(it, network.rules().networkId())).toList();
  }

  /** What an operation of a contract call paid in closed ledgers from this one on, by ledger. */
  public List<Long> prices(long from) {
    return locked(() -> network.pricesSince(from).stream().map(LedgerPrices::call).toList());
  }

  /** The latest closed ledger's number. */
  public long ledger() {
    return locked(() -> network.latest().sequence());
  }

  /** The latest closed ledger's close time, Unix seconds. */
  public long now() {
    return locked(() -> network.latest().closeTime());
  }

  /** Gives lumens at once, outside any transaction, opening the account if need be. */
  public void fund(Address account, Xlm lumens) {
    locked(() -> accounts.fund(account, lumens));
  }

  /** Gives KALE at once, outside any transaction, setting the trustline if need be. */
  public void giveKale(Address account, Kale kale) {
    locked(() -> accounts.giveKale(account, kale));
  }

  /** Has an account ask payers for a memo, as exchanges do (SEP-29). */
  public void requireMemo(Address account) {
    locked(() -> accounts.requireMemo(account));
  }

  /** Lets a KALE trustline pay and be paid or not, as the asset's issuer can. */
  public void authorizeKale(Address account, boolean authorized) {
    locked(() -> accounts.authorizeKale(account, authorized));
  }

  /** Has the liquidity pool of lumens and KALE hold so much at once, opening it if need be. */
  public void pool(Kale kale, Xlm lumens) {
    locked(() -> accounts.holdInPool(kale, lumens));
  }

  /**
   * Puts a contract there at once, outside any transaction.
   *
   * @param wasm of a contract that needs no constructor
   * @return its address, which follows from the code
   */
  public Address install(byte[] wasm) {
    return locked(() -> accounts.install(wasm, host.codeEntry(wasm)));
  }

  /** Where {@link #installPool} puts the pool contract. */
  public static Address poolContract() {
    return OwnerActions.POOL_CONTRACT;
  }

  /**
   * Puts a pool contract there at once, outside any transaction, as its constructor leaves it.
   *
   * @param wasm its code
   * @param vault the code of its vaults
   * @param operator who plants from vaults, and is the admin, too
   * @param life most ledgers that a stake can be out
   */
  public Address installPool(byte[] wasm, byte[] vault, Address operator, long life) {
    return locked(
        () -> {
          accounts.install(vault, host.codeEntry(vault));
          return accounts.installPool(
              wasm, host.codeEntry(wasm), Hash.of(Sha256.of(vault)), operator, life);
        });
  }

  /** Stops or allows planting at once, as the homesteader can. */
  public void pauseFarm(boolean paused) {
    locked(() -> accounts.pauseFarm(paused));
  }

  /**
   * Has the node forget every ledger but the latest: their transactions and events are gone, the
   * entries stay, and it says so, as one whose history is shorter than an outage was.
   */
  public void forgetHistory() {
    locked(
        () -> {
          network.forget();
          return null;
        });
  }

  /** What the account or contract holds, empty when there is no account, or nothing held. */
  public Optional<Xlm> lumens(Address account) {
    if (account.isContract()) {
      return held(AssetEvents.derived(network.rules().networkId(), null), account)
          .map(Xlm::ofStroops);
    }
    return locked(
        () ->
            Optional.ofNullable(network.store().account(account))
                .map(data -> Xlm.ofStroops(data.balance())));
  }

  /** What the account or contract holds, empty without a trustline, or when nothing is held. */
  public Optional<Kale> kale(Address account) {
    if (account.isContract()) {
      return held(config.farm().asset(), account).map(Kale::ofStroops);
    }
    return locked(
        () ->
            Optional.ofNullable(network.store().trust(account, network.rules().contracts().kale()))
                .map(trust -> Kale.ofStroops(trust.balance())));
  }

  private Optional<Long> held(Address asset, Address contract) {
    Key key = HeldByContracts.key(asset, contract);
    return locked(() -> HeldByContracts.amount(key, network.store().get(key)));
  }

  public Farm farm() {
    return locked(accounts::farm);
  }

  public Optional<Block> block(long index) {
    return locked(
        () ->
            entry(new Key.BlockAt(config.farmContract(), index))
                .flatMap(
                    entry ->
                        entry.data() instanceof Data.BlockData(Block block)
                            ? Optional.of(block)
                            : Optional.empty()));
  }

  public Optional<Pail> pail(Address farmer, long index) {
    return locked(
        () ->
            entry(new Key.PailOf(config.farmContract(), farmer, index))
                .flatMap(
                    entry ->
                        entry.data() instanceof Data.PailData(Pail pail)
                            ? Optional.of(pail)
                            : Optional.empty()));
  }

  /** The last ledger that the pail lives in, empty when there is none. */
  public OptionalLong pailLiveUntil(Address farmer, long index) {
    return locked(() -> liveUntil(new Key.PailOf(config.farmContract(), farmer, index)));
  }

  private Optional<StoredEntry> entry(Key key) {
    return Optional.ofNullable(network.store().get(key));
  }

  private OptionalLong liveUntil(Key key) {
    StoredEntry entry = network.store().get(key);
    return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.liveUntil());
  }

  Network network() {
    return network;
  }

  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  <T> @Nullable T lockedOrNull(Supplier<? extends @Nullable T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
