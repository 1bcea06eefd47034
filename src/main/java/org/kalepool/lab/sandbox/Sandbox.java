package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.kalepool.lab.sandbox.fault.Unreachable;
import org.kalepool.lab.sandbox.journal.FileJournal;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.Limits;
import org.kalepool.lab.sandbox.ledger.Market;
import org.kalepool.lab.sandbox.rpc.HttpFront;
import org.kalepool.lab.sandbox.rpc.RpcAnswers;
import org.kalepool.lab.sandbox.rpc.RpcMethods;
import org.kalepool.lab.sandbox.rpc.Simulator;

/**
 * An embedded Stellar network with the KALE contract, which speaks stellar-rpc's JSON-RPC. All its
 * time is that of its ledgers: they close by the wall's clock, or only when told. Thread-safe.
 */
public final class Sandbox extends OwnedNetwork implements AutoCloseable {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final RpcMethods methods;
  private final FaultSchedule faults;
  private final Market market;
  private final HttpFront http;
  private final Bots bots;
  private final People people;
  private final @Nullable FileJournal journal;
  private @Nullable LedgerTimer timer; // guarded by lock
  private @Nullable PoolSchedule poolSchedule; // guarded by lock

  private Sandbox(
      SandboxConfig config, Genesis genesis, Market market, @Nullable FileJournal journal) {
    super(config, Restart.network(config, genesis, journal, market), genesis.host());
    this.market = market;
    this.journal = journal;
    faults = new FaultSchedule(config.seed());
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
    FileJournal journal =
        config.dataDir() == null ? null : new FileJournal(config.dataDir(), identity(config));
    return new Sandbox(config, new Genesis(config), new Market(config.seed()), journal);
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
    return lockedOrNull(() -> timer);
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

  /** The other farmers. */
  public List<Address> bots() {
    return bots.addresses();
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

  /** Moves that pool's reserves as ledgers close, from the next one on. */
  public void pool(PoolSchedule schedule) {
    locked(
        () -> {
          poolSchedule = schedule;
          return schedule;
        });
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

  ObjectNode friendbot(Map<String, String> parameters) {
    return locked(() -> accounts.friendbot(parameters, config.friendbot()));
  }
}
