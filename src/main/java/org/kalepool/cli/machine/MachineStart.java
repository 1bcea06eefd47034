package org.kalepool.cli.machine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.BlockSettings;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.KnownSettings;
import org.kalepool.cli.settings.SecretSettings;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.machine.BackendAwayException;
import org.kalepool.machine.BackendEvents;
import org.kalepool.machine.BackendRefusalException;
import org.kalepool.machine.HttpBackend;
import org.kalepool.machine.HttpEvents;
import org.kalepool.machine.MachineBook;
import org.kalepool.machine.MachineBook.Self;
import org.kalepool.machine.MachineCheck;
import org.kalepool.machine.MachineFront;
import org.kalepool.machine.MachineLoops;
import org.kalepool.machine.MachineScreen;
import org.kalepool.machine.MachineSettings;
import org.kalepool.machine.PoolerMachine;
import org.kalepool.machine.PoolerMessages.Me;
import org.kalepool.schedule.Backoff;
import org.kalepool.stellar.Chain.LedgerTip;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.PublicNetworks;
import org.kalepool.stellar.RpcSettings;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.work.FleetSettings;
import org.kalepool.work.HashTrial;
import org.kalepool.work.WorkSettings;

/** Brings a machine up from its settings, or tries whether it could be. */
final class MachineStart {
  private static final Duration TRIAL = Duration.ofSeconds(1);

  /** The backend says something every 15 s. */
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private static final Backoff PATIENCE =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final String JOURNAL = "journal";

  private final Settings settings;
  private final MachineSettings own;
  private final RpcSettings rpc;
  private final WorkSettings work;
  private final Duration poll;
  private final Clock clock;
  private final RandomGenerator random;
  private final PrintWriter out;
  private final URI backend;
  private final String key;
  private final OwnWay way;

  private MachineStart(
      Settings settings,
      MachineSettings own,
      Clock clock,
      RandomGenerator random,
      PrintWriter out) {
    this.settings = settings;
    this.own = own;
    this.rpc = settings.module(RpcSettings.class);
    this.work = settings.module(WorkSettings.class);
    this.poll = settings.module(BlockSettings.class).pollInterval();
    this.clock = clock;
    this.random = random;
    this.out = out;
    this.backend = BackendAddress.of(own);
    this.key = PoolerFiles.key(own.keyFile().orElseThrow());
    this.way = OwnWay.of(own, settings.module(FeeSettings.class));
  }

  /**
   * Looks at the settings.
   *
   * @throws CommandException naming the first that is wrong or missing
   */
  static MachineStart of(Settings settings, Clock clock, RandomGenerator random, PrintWriter out) {
    KnownSettings.check(settings);
    MachineSettings own = settings.module(MachineSettings.class);
    if (own.backend().isEmpty()) {
      throw new CommandException("--backend is missing: the address of the pool's backend");
    }
    if (own.keyFile().isEmpty()) {
      throw new CommandException(
          "--key-file is missing: a file with the pooler's key (kp_…), which the pool's operator"
              + " makes");
    }
    if (settings.get("kale.rpc.url").isEmpty()) {
      throw new CommandException(
          "kale.rpc.url is missing: the address of a Stellar RPC node, for this machine to follow"
              + " the blocks at");
    }
    boolean open =
        settings.get("kale.network.passphrase").filter(PublicNetworks::contains).isPresent();
    SecretSettings.check(settings, open, out);
    return new MachineStart(settings, own, clock, random, out);
  }

  /** Tries everything; whether the machine could farm. */
  boolean check() throws InterruptedException {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    MachineCheck check =
        new MachineCheck(
            line -> {
              out.println(line);
              out.flush();
            });
    Me me;
    try (HttpBackend http = new HttpBackend(backend, key, own.backendTimeout(), meters)) {
      me = check.key(http);
      if (me != null) {
        check.secret(way.wallet(), own.sendsItself(), me);
      }
      try (NodeChain chain = chain(me == null ? null : self(me), meters)) {
        LedgerTip tip = check.node(chain.chain());
        if (tip != null) {
          check.clock(tip, clock, !rpc.maxClockLag().isZero());
        }
        if (tip != null && me != null) {
          check.wallet(chain.chain(), Address.of(me.wallet()));
          way.check(check, chain, me.farmers());
        }
      }
    }
    try {
      check.hashing(HashTrial.run(work, random, TRIAL), me);
    } catch (RuntimeException | LinkageError e) {
      check.noHashing(String.valueOf(e.getMessage()));
    }
    return check.fit();
  }

  /** Starts it; the backend may be away if it has been spoken with before. */
  RunningMachine run(Path folder, MachineScreen screen, String host, int port)
      throws InterruptedException {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HashTrial.Result trial = HashTrial.run(work, random, TRIAL);
    MachineBook book = MachineBook.open(folder.resolve(JOURNAL));
    HttpBackend http = new HttpBackend(backend, key, own.backendTimeout(), meters);
    Self self = known(http, book, screen);
    way.wallet()
        .filter(it -> !it.text().equals(self.wallet()))
        .ifPresent(
            it -> {
              throw new CommandException(
                  "--secret-file has the key of "
                      + it
                      + ", but the pooler's wallet is "
                      + self.wallet());
            });
    NodeChain chain = chain(self, meters);
    PoolerMachine machine =
        new PoolerMachine(
            new PoolerMachine.Parts(
                self.pooler(),
                chain.chain(),
                http,
                book,
                way.accounts(chain, folder),
                work,
                settings.module(FleetSettings.class),
                own,
                clock,
                random,
                meters,
                trial.hashesPerSecond(),
                false,
                screen::line));
    MachineLoops loops = new MachineLoops();
    MachineFront front = new MachineFront(machine, meters::scrape, clock, host, port);
    Optional<BackendEvents> events =
        own.listen()
            ? Optional.of(new HttpEvents(backend, key, own.backendTimeout(), SILENCE))
            : Optional.empty();
    try {
      loops.start(machine, poll, events);
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
    return new RunningMachine(
        machine,
        front,
        screen,
        host,
        // the loops first, so that they take no end for an outage
        Stream.of(Stream.of(loops), events.stream(), Stream.of(machine, front, http, chain))
            .<AutoCloseable>flatMap(it -> it)
            .toList());
  }

  /** Has all that is on the machine's channels go back to the wallet, and ends. */
  void closeChannels(Path folder, MachineScreen screen) throws InterruptedException {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (MachineBook book = MachineBook.open(folder.resolve(JOURNAL));
        HttpBackend http = new HttpBackend(backend, key, own.backendTimeout(), meters);
        NodeChain chain = chain(known(http, book, screen), meters)) {
      way.close(chain, folder, book, clock, screen::line);
    }
  }

  private NodeChain chain(@Nullable Self self, MeterRegistry meters) {
    return NodeChain.of(
        rpc, settings.module(FeeSettings.class), network(self), clock, random, meters);
  }

  /** As whom it works: as the backend says, or as it said before where it is away. */
  private Self known(HttpBackend http, MachineBook book, MachineScreen screen)
      throws InterruptedException {
    Optional<Self> before = book.self();
    for (int failures = 1; ; failures++) {
      try {
        Self now = self(http.me());
        if (before.isPresent() && !before.get().pooler().equals(now.pooler())) {
          throw new CommandException(
              "--data: the journal there is that of pooler "
                  + before.get().pooler()
                  + ", but the key is that of "
                  + now.pooler()
                  + ": name another folder");
        }
        book.self(now);
        return now;
      } catch (BackendRefusalException e) {
        throw new CommandException(
            "the backend refuses the key: " + e.getMessage() + "; see pool pooler --check");
      } catch (BackendAwayException e) {
        screen.line("the backend is away: " + e.getMessage());
        if (before.isPresent()) {
          return before.get();
        }
        TimeUnit.MILLISECONDS.sleep(PATIENCE.spread(failures, random).toMillis());
      }
    }
  }

  private static Self self(Me me) {
    return new Self(
        me.poolerId(),
        me.wallet(),
        me.network().passphrase(),
        me.network().contractId(),
        me.network().asset());
  }

  /** The settings' network, and for what they leave out the backend's. */
  private NetworkSettings network(@Nullable Self self) {
    NetworkSettings set = settings.module(NetworkSettings.class);
    NetworkSettings network = self == null ? set : new BackendNetwork(set, self);
    if (self != null && !set.passphrase().orElse(self.passphrase()).equals(self.passphrase())) {
      throw new CommandException(
          "kale.network.passphrase is \""
              + set.passphrase().orElse("")
              + "\", but the backend farms on \""
              + self.passphrase()
              + "\"");
    }
    return network;
  }
}
