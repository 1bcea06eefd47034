package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.machine.ChannelBook;
import org.kalepool.machine.ChannelView;
import org.kalepool.machine.HttpBackend;
import org.kalepool.machine.MachineBook;
import org.kalepool.machine.MachineSettings;
import org.kalepool.machine.PoolerMachine;
import org.kalepool.schedule.Outage;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcSettings;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.work.FleetSettings;
import org.kalepool.work.WorkSettings;

/**
 * A second pooler, whose machine is the real one: it looks at the sandbox as by a node of its own,
 * and calls the pool over HTTP, once with each ledger. What goes wrong with it is drawn from the
 * seed alone.
 */
final class SimulatedPooler implements AutoCloseable {
  /** What its wallet holds before it is paid anything, and nobody spends. */
  static final Kale START = Kale.parse("5000");

  /** Of those seeds that may have a second pooler. */
  private static final double TAKES_PART = 0.5;

  private static final Duration LONGEST_CALL = Duration.ofMinutes(2);
  private static final double TRIED = 1_000_000;
  private static final String CHANNELS = "channels";
  private static final int LONGEST_DEATH = 200;
  private static final int LONGEST_LAG = 60;
  private static final int MOST_BEHIND = 8;

  private final Set<SimulatedFault> on;
  private final Sandbox sandbox;
  private final SimulatedFaults faults;
  private final SplittableRandom random;
  private final Path folder;
  private final UUID id;
  private final Address wallet;
  private final Optional<PoolerLumens> lumens;
  private final SteppedClock clock;
  private final HttpBackend http;
  private final FaultyBackend backend;
  private final NodeChain chain;
  private final Settings settings;
  private final List<String> failures = new ArrayList<>();
  private @Nullable PoolerMachine machine;
  private boolean calm;
  private long deadUntil;
  private long lagsUntil;
  private int behind;

  /**
   * Makes it, if this seed has one.
   *
   * @param operator the operator's key
   */
  static Optional<SimulatedPooler> of(
      SimulationOptions options,
      Sandbox sandbox,
      DemoClient client,
      SimulatedFaults faults,
      String operator)
      throws IOException {
    SplittableRandom random = new SplittableRandom(options.seed() ^ 0x9001e4L);
    boolean may = options.faults().stream().anyMatch(SimulatedFault.POOLERS::contains);
    boolean drawn = may && random.nextDouble() < TAKES_PART;
    return drawn || options.ownSending()
        ? Optional.of(new SimulatedPooler(options, sandbox, client, faults, operator, random))
        : Optional.empty();
  }

  private SimulatedPooler(
      SimulationOptions options,
      Sandbox sandbox,
      DemoClient client,
      SimulatedFaults faults,
      String operator,
      SplittableRandom random)
      throws IOException {
    this.on = options.faults();
    this.sandbox = sandbox;
    this.faults = faults;
    this.random = random;
    this.folder = Files.createTempDirectory("kale-pool-simulated-pooler");
    byte[] key = new byte[32];
    random.nextBytes(key);
    this.lumens =
        options.ownSending() ? Optional.of(new PoolerLumens(sandbox, key)) : Optional.empty();
    this.wallet = lumens.map(PoolerLumens::wallet).orElseGet(() -> Address.account(key));
    sandbox.fund(wallet, lumens.map(it -> it.given(options.seed())).orElse(Xlm.parse("5")));
    sandbox.giveKale(wallet, START);
    JsonNode made = SecondPooler.register(client, operator, wallet, random);
    this.id = UUID.fromString(made.path("pooler_id").asText());
    this.clock = new SteppedClock(Instant.ofEpochSecond(sandbox.now()));
    this.http =
        new HttpBackend(
            URI.create(client.url()),
            made.path("key").asText(),
            LONGEST_CALL,
            new SimpleMeterRegistry());
    this.backend = new FaultyBackend(http, new PoolerLies(), this::happens, random.split());
    this.settings =
        SecondPooler.settings(
            sandbox, options.ownSending() && PoolerLumens.isShort(options.seed()));
    this.chain =
        NodeChain.of(
            new LaggingNode(sandbox, () -> behind),
            settings.module(RpcSettings.class),
            settings.module(FeeSettings.class),
            settings.module(NetworkSettings.class),
            clock,
            random.split(),
            new SimpleMeterRegistry());
    this.machine = started();
  }

  /** As after a start, or after a kill: the journal is all there is. */
  private PoolerMachine started() {
    return new PoolerMachine(
        new PoolerMachine.Parts(
            id,
            chain.chain(),
            backend,
            MachineBook.open(folder.resolve("journal")),
            lumens.map(
                it -> it.accounts(chain, settings, ChannelBook.open(folder.resolve(CHANNELS)))),
            settings.module(WorkSettings.class),
            settings.module(FleetSettings.class),
            settings.module(MachineSettings.class),
            clock,
            random.split(),
            new SimpleMeterRegistry(),
            TRIED,
            true,
            line -> {}));
  }

  /** What of its wallet's and its channels' XLM is not as it says, a line each. */
  List<String> lumensApart() {
    return lumens.map(it -> it.apart(channels())).orElse(List.of());
  }

  /** What came of its own sending, by name; empty if the pool sends its works. */
  Map<String, Long> ownFigures() {
    return lumens.map(it -> it.figures(channels())).orElse(Map.of());
  }

  private Optional<ChannelView> channels() {
    return Optional.ofNullable(machine).map(it -> it.view().channels());
  }

  UUID id() {
    return id;
  }

  Address wallet() {
    return wallet;
  }

  private boolean happens(SimulatedFault fault) {
    boolean happens = !calm && on.contains(fault) && random.nextDouble() < fault.chance();
    if (happens) {
      faults.happened(fault);
    }
    return happens;
  }

  /** Nothing goes wrong with it any more, or again as usual. */
  void calm(boolean now) {
    calm = now;
    if (calm) {
      behind = 0;
      lagsUntil = 0;
      deadUntil = 0;
    }
  }

  /** Each of its things once, a ledger having closed. */
  void act() {
    long ledger = sandbox.ledger();
    clock.advance(Duration.between(clock.instant(), Instant.ofEpochSecond(sandbox.now())));
    backend.ledgerClosed(ledger);
    lag(ledger);
    if (!lives(ledger)) {
      return;
    }
    if (machine == null) {
      machine = started();
    }
    PoolerMachine now = machine;
    once("look", now::look);
    once("plant", now::plant);
    once("work", now::work);
    once("send", now::send);
    once("talk", now::talk);
    lumens.ifPresent(it -> it.acted(now.view().channels()));
  }

  private void lag(long ledger) {
    if (lagsUntil == 0 && happens(SimulatedFault.POOLER_NODE_LAGS)) {
      lagsUntil = ledger + 1 + random.nextInt(LONGEST_LAG);
      behind = 1 + random.nextInt(MOST_BEHIND);
    } else if (lagsUntil != 0 && ledger >= lagsUntil) {
      lagsUntil = 0;
      behind = 0;
    }
  }

  private boolean lives(long ledger) {
    if (deadUntil == 0 && happens(SimulatedFault.POOLER_DEAD)) {
      deadUntil = ledger + 1 + random.nextInt(LONGEST_DEATH);
      PoolerMachine dies = machine;
      machine = null;
      if (dies != null) {
        lumens.ifPresent(it -> it.ended(dies.view().channels()));
        dies.close();
      }
      if (random.nextInt(4) == 0) {
        loseJournal();
      }
    } else if (deadUntil != 0 && ledger >= deadUntil) {
      deadUntil = 0;
    }
    return deadUntil == 0;
  }

  private void loseJournal() {
    try {
      Files.deleteIfExists(folder.resolve("journal"));
    } catch (IOException e) {
      throw new UncheckedIOException("the simulated journal cannot be deleted", e);
    }
  }

  /** The machine's loops meet failures so: an outage is waited for, anything else is a fault. */
  private void once(String what, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      if (!(e instanceof Outage)) {
        failures.add("the second pooler's machine cannot " + what + ": " + e);
      }
    }
  }

  /** How often it has asked for something that the pool is to do soon. */
  long asked() {
    return backend.asked();
  }

  /** What must not have happened since the last call of this. */
  List<String> takeFailures() {
    List<String> taken = new ArrayList<>(backend.takeFailures());
    taken.addAll(failures);
    failures.clear();
    return taken;
  }

  @Override
  public void close() throws IOException {
    PoolerMachine now = machine;
    if (now != null) {
      now.close();
    }
    chain.close();
    http.close();
    loseJournal();
    Files.deleteIfExists(folder.resolve(CHANNELS));
    Files.delete(folder);
  }
}
