package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.restassured.RestAssured;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.machine.ChannelBook;
import org.kalepool.machine.HttpBackend;
import org.kalepool.machine.MachineBook;
import org.kalepool.machine.MachineSettings;
import org.kalepool.machine.OwnAccounts;
import org.kalepool.machine.PoolerMessages.Me;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcSettings;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.stellar.lanes.NodeEnvelopes;
import org.kalepool.wallet.OwnKeys;
import org.kalepool.work.FleetSettings;
import org.kalepool.work.WorkSettings;

/** The machine of {@code pool pooler}, with a node and a backend over HTTP and a stepped clock. */
final class SteppedMachine implements AutoCloseable {
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final List<String> log = new ArrayList<>();
  private final Sandbox sandbox;
  private final PoolerMachine account;
  private final Path folder;
  private final @Nullable OwnKeys keys;
  private final SteppedClock clock;
  private final HttpBackend backend;
  private final NodeChain chain;
  private org.kalepool.machine.PoolerMachine machine;

  /**
   * Starts it.
   *
   * @param keys of the accounts that it sends works from itself; null if the backend sends them
   */
  SteppedMachine(Sandbox sandbox, PoolerMachine account, Path folder, @Nullable OwnKeys keys) {
    this.sandbox = sandbox;
    this.account = account;
    this.folder = folder;
    this.keys = keys;
    this.clock = new SteppedClock(Instant.ofEpochSecond(sandbox.now()));
    this.backend =
        new HttpBackend(
            URI.create("http://127.0.0.1:" + RestAssured.port),
            account.key(),
            Duration.ofSeconds(10),
            meters);
    Me me = backend.me();
    assertThat(me.poolerId()).isEqualTo(account.id);
    this.chain =
        NodeChain.of(
            SettingsOf.mapping(RpcSettings.class, "kale.rpc.url", sandbox.rpcUrl().toString()),
            SettingsOf.mapping(FeeSettings.class),
            SettingsOf.mapping(
                NetworkSettings.class,
                "kale.network.passphrase",
                me.network().passphrase(),
                "kale.contract.id",
                me.network().contractId(),
                "kale.asset",
                me.network().asset()),
            clock,
            new SplittableRandom(5),
            meters);
    this.machine = made();
  }

  private org.kalepool.machine.PoolerMachine made() {
    return new org.kalepool.machine.PoolerMachine(
        new org.kalepool.machine.PoolerMachine.Parts(
            account.id,
            chain.chain(),
            backend,
            MachineBook.open(folder.resolve("journal")),
            own(),
            SettingsOf.mapping(WorkSettings.class, "kale.work.stepped-hashes", "3000"),
            SettingsOf.mapping(FleetSettings.class),
            SettingsOf.mapping(MachineSettings.class, "kale.pooler.plant-wait", "0s"),
            clock,
            new SplittableRandom(9),
            meters,
            1_000_000,
            true,
            log::add));
  }

  /** The accounts of a machine that sends works itself. */
  private Optional<OwnAccounts> own() {
    return Optional.ofNullable(keys)
        .map(
            it ->
                new OwnAccounts(
                    it.wallet(),
                    it.accounts(),
                    NodeEnvelopes.of(chain, SettingsOf.mapping(FeeSettings.class), it),
                    ChannelBook.open(folder.resolve("channels"))));
  }

  /** It does each of its things once, with the network's time. */
  void turn() {
    clock.advance(Duration.between(clock.instant(), Instant.ofEpochSecond(sandbox.now())));
    machine.look();
    machine.plant();
    machine.work();
    machine.send();
    machine.talk();
  }

  /** As after a kill: nothing was closed, and the journal is all there is. */
  void restart() {
    machine = made();
  }

  @Override
  public void close() {
    machine.close();
    backend.close();
    chain.close();
  }
}
