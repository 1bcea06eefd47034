package org.kalepool.machine;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Pail;
import org.kalepool.lab.sandbox.FarmingSandbox;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcSettings;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.work.FleetSettings;
import org.kalepool.work.WorkSettings;

/** A machine, a backend and a sandbox, each over HTTP, and a clock that the ledgers drive. */
abstract class MachineFixture {
  static final int FARMERS = 3;

  @TempDir Path folder;

  final List<String> log = new ArrayList<>();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  FarmingSandbox farm;
  Sandbox sandbox;
  SpokenBackend backend;
  SteppedClock clock;
  NodeChain chain;
  HttpBackend http;
  PoolerMachine machine;
  private int restarts;

  @BeforeEach
  void aNetworkABackendAndAMachine() {
    farm = new FarmingSandbox(FARMERS + 1);
    sandbox = farm.sandbox();
    backend = new SpokenBackend(farm, FARMERS);
    clock = new SteppedClock(Instant.ofEpochSecond(sandbox.now()));
    chain =
        NodeChain.of(
            SettingsOf.mapping(RpcSettings.class, "kale.rpc.url", sandbox.rpcUrl().toString()),
            SettingsOf.mapping(FeeSettings.class),
            network(),
            clock,
            new SplittableRandom(3),
            meters);
    http = new HttpBackend(backend.url(), SpokenBackend.KEY, Duration.ofSeconds(10), meters);
    machine = machine();
  }

  NetworkSettings network() {
    return SettingsOf.mapping(
        NetworkSettings.class,
        "kale.network.passphrase",
        sandbox.config().passphrase(),
        "kale.contract.id",
        sandbox.config().farmContract().text(),
        "kale.asset",
        "KALE:" + sandbox.config().issuer().text());
  }

  /** One that goes on with what the journal has. */
  PoolerMachine machine() {
    return new PoolerMachine(
        new PoolerMachine.Parts(
            SpokenBackend.POOLER,
            chain.chain(),
            spoken(),
            book(),
            own(),
            SettingsOf.mapping(WorkSettings.class, workSettings()),
            SettingsOf.mapping(FleetSettings.class, fleetSettings()),
            SettingsOf.mapping(MachineSettings.class, machineSettings()),
            clock,
            new SplittableRandom(7 + restarts++),
            meters,
            1_000_000,
            true,
            log::add));
  }

  /** The accounts that it sends works from itself. */
  Optional<OwnAccounts> own() {
    return Optional.empty();
  }

  String[] machineSettings() {
    return new String[] {"kale.pooler.plant-wait", "0s"};
  }

  /** What the machine speaks with. */
  PoolerBackend spoken() {
    return http;
  }

  /** What it remembers. */
  MachineBook book() {
    return MachineBook.open(journal());
  }

  String[] workSettings() {
    return new String[] {"kale.work.stepped-hashes", "3000"};
  }

  String[] fleetSettings() {
    return new String[0];
  }

  Path journal() {
    return folder.resolve("journal");
  }

  /** The journal as it is on the disk now. */
  Path copied() {
    try {
      return Files.copy(journal(), folder.resolve("copy"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As a process that is killed: nothing is closed, and a new one has the file. */
  void killAndStart() {
    machine = machine();
  }

  @AfterEach
  void close() {
    machine.close();
    http.close();
    chain.close();
    backend.close();
    farm.close();
  }

  /** A ledger closes, and the machine does each of its things once. */
  void ledger() {
    sandbox.closeLedger();
    clock.advance(Duration.between(clock.instant(), Instant.ofEpochSecond(sandbox.now())));
    turn();
  }

  void turn() {
    machine.look();
    machine.plant();
    machine.work();
    machine.send();
    machine.talk();
  }

  long block() {
    return sandbox.farm().index();
  }

  /** Until another block runs and all are planted in it. */
  void nextBlock() {
    long before = block();
    for (int i = 0; i < 70 && (block() == before || planted() < FARMERS); i++) {
      ledger();
    }
    ledger();
  }

  /** Until the running block is so many seconds old. */
  void age(long seconds) {
    while (sandbox.now() - sandbox.farm().observed().timestamp() < seconds) {
      ledger();
    }
  }

  long planted() {
    return pails(block()).size();
  }

  List<Pail> pails(long block) {
    List<Pail> pails = new ArrayList<>();
    for (int i = 0; i < FARMERS; i++) {
      sandbox.pail(FarmingSandbox.farmer(i), block).ifPresent(pails::add);
    }
    return pails;
  }

  long worked(long block) {
    return pails(block).stream().filter(Pail::worked).count();
  }

  static long due() {
    return GameRules.BLOCK_INTERVAL_SECONDS;
  }
}
