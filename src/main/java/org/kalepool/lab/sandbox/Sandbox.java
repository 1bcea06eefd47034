package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
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
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.kalepool.lab.sandbox.fault.Unreachable;
import org.kalepool.lab.sandbox.journal.FileJournal;
import org.kalepool.lab.sandbox.ledger.AssetEvents;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.Limits;
import org.kalepool.lab.sandbox.ledger.Market;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.rpc.HttpFront;
import org.kalepool.lab.sandbox.rpc.RpcAnswers;
import org.kalepool.lab.sandbox.rpc.RpcMethods;
import org.kalepool.lab.sandbox.rpc.Simulator;
import org.kalepool.lab.sandbox.transaction.LedgerPrices;
import org.kalepool.lab.sandbox.transaction.Network;

/**
 * An embedded Stellar network with the KALE contract, which speaks stellar-rpc's JSON-RPC. All its
 * time is that of its ledgers: they close by the wall's clock, or only when told. Thread-safe.
 */
public final class Sandbox implements AutoCloseable {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ReentrantLock lock = new ReentrantLock();
  private final SandboxConfig config;
  private final Network network;
  private final RpcMethods methods;
  private final FaultSchedule faults;
  private final Market market;
  private final OwnerActions accounts;
  private final HostCalls host;
  private final HttpFront http;
  private final Bots bots;
  private final People people;
  private final @Nullable FileJournal journal;
  private @Nullable LedgerTimer timer; // guarded by lock
  private @Nullable PoolSchedule poolSchedule; // guarded by lock

  private Sandbox(SandboxConfig config) {
    this.config = config;
    Genesis genesis = new Genesis(config);
    faults = new FaultSchedule(config.seed());
    market = new Market(config.seed());
    journal = config.dataDir() == null ? null : new FileJournal(config.dataDir(), identity(config));
    network = Restart.network(config, genesis, journal, market);
    accounts = new OwnerActions(network);
    host = genesis.host();
    Random nonces = new Random(config.seed() + network.latest().sequence() * 31);
    Simulator simulator = new Simulator(genesis.rules(), genesis.host(), nonces::nextLong);
    methods = new RpcMethods(network, simulator, config.passphrase(), faults);
    bots = new Bots(network, accounts, simulator, config);
    bots.open();
    people = new People(network, accounts, simulator, config);
    http = new HttpFront(this::answer, this::friendbot, config.host(), config.port());
    if (config.automatic()) {
      run();
    }
  }

  /** Lets ledgers close by the wall's clock from now on, where they have not done so yet. */
  public void run() {
    locked(
        () -> {
          if (timer == null) {
            timer = new LedgerTimer(this::closeLedger, config);
          }
          return config;
        });
  }

  private static String identity(SandboxConfig config) {
    return config.passphrase() + " " + config.farmContract() + " " + config.farm().asset();
  }

  public static Sandbox start(SandboxConfig config) {
    return new Sandbox(config);
  }

  public SandboxConfig config() {
    return config;
  }

  /** Where JSON-RPC is answered. */
  public URI rpcUrl() {
    return URI.create("http://" + config.host() + ":" + port());
  }

  public int port() {
    return http.port();
  }

  /**
   * How long the latest ledger's metadata is, which getLatestLedger sends with it; a megabyte
   * unless said otherwise. On the public network it is several.
   *
   * @param bytes before base64
   */
  public void ledgerBytes(int bytes) {
    methods.ledgerBytes(bytes);
  }

  /** What has gone over HTTP so far. */
  public Traffic traffic() {
    return new Traffic(http.requests(), http.received(), http.sent());
  }

  /** What goes wrong. */
  public FaultSchedule faults() {
    return faults;
  }

  /**
   * Has others crowd the ledgers of a while, so that they cost some times the usual.
   *
   * @param from the close time of the first ledger, Unix seconds
   * @param until the close time of the first one after
   */
  public void surge(long from, long until, long times) {
    market.plan(Market.Surge.of(from, until, times));
  }

  /** Has nobody compete for ledgers any more. */
  public void quiet() {
    market.clear();
  }

  private @Nullable LedgerTimer timer() {
    lock.lock();
    try {
      return timer;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    // Not while holding the lock, which the ledger that is being closed needs.
    LedgerTimer running = timer();
    if (running != null) {
      running.close();
    }
    http.close();
    if (journal != null) {
      locked(
          () -> {
            journal.close();
            return network.latest();
          });
    }
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

  /** The other farmers. */
  public List<Address> bots() {
    return bots.addresses();
  }

  /** The latest closed ledger's number. */
  public long ledger() {
    return locked(() -> network.latest().sequence());
  }

  /** The latest closed ledger's close time, Unix seconds. */
  public long now() {
    return locked(() -> network.latest().closeTime());
  }

  /** Closes the next ledger one interval after the latest; two when it is late. */
  public void closeLedger() {
    locked(
        () -> {
          int intervals = faults.happens(FaultSchedule.Kind.LATE_LEDGER) ? 2 : 1;
          Ledger latest = network.latest();
          long time = latest.closeTime() + (long) intervals * config.ledgerSeconds();
          return close(new Ledger(latest.sequence() + 1, time));
        });
  }

  /** Closes so many ledgers. */
  public void closeLedgers(int count) {
    for (int i = 0; i < count; i++) {
      closeLedger();
    }
  }

  /**
   * Closes the next ledger at this time.
   *
   * @param closeTime Unix seconds, not before the latest ledger's
   */
  public void closeLedger(long closeTime) {
    locked(() -> close(new Ledger(network.latest().sequence() + 1, closeTime)));
  }

  /**
   * Closes a ledger with this number; those between, in which nothing happened, are left out. With
   * the latest ledger's number and a later time that ledger goes on, as some recordings have it.
   *
   * @param sequence not below the latest ledger's
   */
  public void closeLedger(long sequence, long closeTime) {
    locked(() -> close(new Ledger(sequence, closeTime)));
  }

  private Ledger close(Ledger ledger) {
    Limits room = config.limits();
    if (faults.happens(FaultSchedule.Kind.FULL_LEDGER)) {
      room = Limits.full();
    }
    network.close(ledger, faults.baseFee(network.rules().baseFee()), room);
    bots.ledgerClosed();
    PoolSchedule schedule = poolSchedule;
    if (schedule != null) {
      schedule
          .at(ledger.closeTime())
          .ifPresent(held -> accounts.holdInPool(held.kale(), held.lumens()));
    }
    if (journal != null && journal.isLong()) {
      Restart.snapshot(network, journal);
    }
    return ledger;
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

  /** Moves that pool's reserves as ledgers close, from the next one on. */
  public void pool(PoolSchedule schedule) {
    locked(
        () -> {
          poolSchedule = schedule;
          return schedule;
        });
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

  /** The account of somebody with a wallet, who is given XLM and KALE. */
  public Address person(String name) {
    return locked(() -> people.open(name));
  }

  /**
   * Has somebody pay KALE with the next ledger, to an account or a contract.
   *
   * @return whether it was sent, as for all that people do: it would not fail, and nothing else of
   *     this one waits for a ledger
   */
  public boolean pays(String name, Address to, Kale amount) {
    return locked(() -> people.pay(name, to, amount));
  }

  /** Has somebody add to a vault that is theirs, all of which may be planted. */
  public boolean deposits(String name, Address vault, Kale amount) {
    return locked(() -> people.deposit(name, vault, amount));
  }

  /** Has somebody set the balance below which nothing is planted from a vault that is theirs. */
  public boolean setsFloor(String name, Address vault, Kale floor) {
    return locked(() -> people.floor(name, vault, floor));
  }

  /** Has somebody stop a vault that is theirs. */
  public boolean stops(String name, Address vault) {
    return locked(() -> people.stop(name, vault));
  }

  /** Has somebody take up to so much out of a vault that is theirs. */
  public boolean withdraws(String name, Address vault, Address to, Kale most) {
    return locked(() -> people.withdraw(name, vault, to, most));
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

  /**
   * Calls a method without HTTP.
   *
   * @param params an object, or null
   * @return the whole JSON-RPC answer, with {@code result} or {@code error}
   * @throws Unreachable when the sandbox was told to give no answer
   */
  public JsonNode call(String method, @Nullable JsonNode params) {
    ObjectNode request = JSON.objectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    if (params != null) {
      request.set("params", params);
    }
    return answer(request);
  }

  JsonNode answer(JsonNode request) {
    return locked(() -> new RpcAnswers(methods, faults, rpcUrl() + "/friendbot").answer(request));
  }

  Network network() {
    return network;
  }

  ObjectNode friendbot(Map<String, String> parameters) {
    return locked(() -> accounts.friendbot(parameters, config.friendbot()));
  }

  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
