package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.lab.fleet.NatsServer;
import org.kalepool.schedule.Tasks;
import org.kalepool.work.fleet.Broker;
import org.kalepool.work.fleet.BrokerAccess;
import org.kalepool.work.fleet.FleetMessage.Hit;
import org.kalepool.work.fleet.FleetSubjects;
import org.kalepool.work.fleet.Hasher;
import org.kalepool.work.fleet.NatsBroker;
import org.kalepool.work.miner.DeviceChoice;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.ReadyDevices;

/** A machine that does not hash itself, and a hasher of its fleet, at a nats-server. */
final class MachineFleetTest extends MachineFixture {
  private final List<Hit> stored = new CopyOnWriteArrayList<>();
  private @Nullable NatsServer server;
  private @Nullable Broker broker;
  private @Nullable Hasher hasher;

  private String url() {
    NatsServer running = server;
    if (running == null) {
      assumeTrue(
          NatsServer.installed().isPresent(),
          "skipped, as there is no nats-server (apt-get install nats-server)");
      running = NatsServer.start(folder, "");
      server = running;
    }
    return running.url();
  }

  @Override
  String[] fleetSettings() {
    return new String[] {"kale.fleet.url", url()};
  }

  @Override
  String[] workSettings() {
    return new String[] {"kale.work.enabled", "false"};
  }

  @Override
  PoolerMachine machine() {
    PoolerMachine made = super.machine();
    made.start(new AtOnce());
    return made;
  }

  /** On the caller's thread. */
  private static final class AtOnce implements Tasks {
    @Override
    public void submit(String key, Runnable task) {
      task.run();
    }

    @Override
    public void submitEverywhere(String key, Runnable task) {
      task.run();
    }
  }

  @AfterEach
  void allEnds() {
    if (hasher != null) {
      hasher.close();
    }
    if (broker != null) {
      broker.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private void hash() {
    SplittableRandom random = new SplittableRandom(4);
    Kernel scalar = Kernels.choose(Optional.of("scalar"), random, System::nanoTime).kernel();
    Hasher.Engine engine =
        new Hasher.Engine(
            scalar,
            new HashingSettings(1, Thread.MIN_PRIORITY),
            ReadyDevices.find(
                DeviceChoice.NONE, ReadyDevices.BATCH_MILLIS, scalar, random, System::nanoTime),
            200_000);
    BrokerAccess access =
        new BrokerAccess(
            url(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    broker = NatsBroker.start(access, "rack", random, _ -> {});
    hasher =
        Hasher.start(
            "rack",
            new FleetSubjects(FleetSubjects.DEFAULT),
            broker,
            engine,
            random,
            System::nanoTime,
            stored::add);
  }

  @Test
  void hashersFindForAMachineWhatItKeepsInItsJournalAndHandsOver() {
    ledger();
    assertThat(machine.view().obstacle()).as("nobody hashes yet").isPresent();
    assertThat(backend.heartbeats.getLast().path("paused").asBoolean()).isTrue();
    int beats = backend.heartbeats.size();
    hash();
    await().atMost(Duration.ofSeconds(30)).until(() -> machine.view().obstacle().isEmpty());
    machine.talk();
    assertThat(backend.heartbeats).as("told at once").hasSize(beats + 1);
    assertThat(backend.heartbeats.getLast().path("paused").asBoolean()).isFalse();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              ledger();
              return planted() == FARMERS;
            });
    long block = block();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              machine.work();
              return farmersWithHits(block).size() == FARMERS;
            });
    machine.close();
    killAndStart();
    age(due());
    assertThat(worked(block)).isEqualTo(FARMERS);
  }

  private Set<Address> farmersWithHits(long block) {
    List<Hit> now = new ArrayList<>(stored);
    Set<Address> farmers = new HashSet<>();
    now.stream().filter(it -> it.block() == block).forEach(it -> farmers.add(it.farmer()));
    return farmers;
  }
}
