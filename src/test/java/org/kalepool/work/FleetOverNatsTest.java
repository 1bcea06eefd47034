package org.kalepool.work;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.lab.fleet.NatsServer;
import org.kalepool.leader.Leader;
import org.kalepool.plant.FarmerPlanted;
import org.kalepool.settings.SettingsOf;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.PostgresResource;
import org.kalepool.work.fleet.BrokerAccess;
import org.kalepool.work.fleet.FleetMessage.Hit;
import org.kalepool.work.fleet.FleetSubjects;
import org.kalepool.work.fleet.Hasher;
import org.kalepool.work.fleet.HasherStatus;
import org.kalepool.work.fleet.NatsBroker;
import org.kalepool.work.miner.DeviceChoice;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.ReadyDevices;

/** A pooler and three hashers at a nats-server: whatever dies, nothing acknowledged is lost. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class FleetOverNatsTest extends WorkFixture {
  private static final int FARMERS = 30;

  @Inject FindKeeper keeper;
  @Inject Leader leader;
  @TempDir Path folder;

  private final List<Hit> stored = new CopyOnWriteArrayList<>();
  private final RecordingBroker.Ranges ranges = new RecordingBroker.Ranges();
  private final List<Hasher> hashers = new ArrayList<>();
  private final List<RecordingBroker> brokers = new ArrayList<>();
  private final Map<Address, Farmer> farmers = new HashMap<>();
  private NatsServer server;
  private Fleet fleet;

  @BeforeEach
  void aFleetIsThere() {
    assumeTrue(
        NatsServer.installed().isPresent(),
        "skipped, as there is no nats-server (apt-get install nats-server)");
    server = NatsServer.start(folder, "");
    openBlock(20, 60, 1, 12, 1_000_0000000L);
    for (int i = 0; i < FARMERS; i++) {
      Farmer each = farm.farmer(poolers.own(), FarmerState.ACTIVE);
      farm.planted(each, index, "0", openedLedger + 1);
      farmers.put(each.custodial(), each);
    }
    farmerPlanted.fire(new FarmerPlanted(farmers.values().iterator().next().id(), index));
    run();
    ledgerAt(5);
    fleet = pooler();
    for (int i = 0; i < 3; i++) {
      hasher("hasher-" + i);
    }
  }

  @AfterEach
  void allEnds() {
    if (server != null) {
      hashers.forEach(Hasher::close);
      brokers.forEach(RecordingBroker::close);
      fleet.stop();
      server.close();
    }
  }

  private Fleet pooler() {
    FleetSettings settings =
        SettingsOf.mapping(FleetSettings.class, "kale.fleet.url", server.url());
    FleetHits hits = new FleetHits(board, keeper, tasks);
    Fleet started = new Fleet(settings, board, hits, leader, new SecureRandom());
    started.start();
    return started;
  }

  private void hasher(String name) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
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
            server.url(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    RecordingBroker broker =
        new RecordingBroker(NatsBroker.start(access, name, random, _ -> {}), ranges);
    brokers.add(broker);
    hashers.add(
        Hasher.start(
            name,
            new FleetSubjects(FleetSubjects.DEFAULT),
            broker,
            engine,
            random,
            System::nanoTime,
            stored::add));
  }

  /** Runs the pool's tasks meanwhile. */
  private void awaitThat(BooleanSupplier condition) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              run();
              return condition.getAsBoolean();
            });
  }

  private void awaitMoreHits() {
    int before = stored.size();
    awaitThat(() -> stored.size() >= before + 4);
  }

  /** A restart forgets all but the database. */
  private void restartThePooler() {
    fleet.stop();
    board.abandonBefore(index + 1);
    assertThat(board.levels()).isEmpty();
    fleet = pooler();
    ledgerAt(10);
  }

  private void assertNothingAcknowledgedIsLost() {
    assertThat(stored).isNotEmpty();
    for (Hit hit : stored) {
      Farmer whose = requireNonNull(farmers.get(hit.farmer()));
      assertThat(board.finds(index, whose.id()).lastKey()).isGreaterThanOrEqualTo(hit.zeros());
      assertThat(
              farm.rows(
                  "select 1 from best_nonces where farmer_id = ? and block_index = ?"
                      + " and zeros >= ?",
                  whose.id(),
                  index,
                  hit.zeros()))
          .isNotEmpty();
    }
  }

  @Test
  void nothingAcknowledgedIsLostAndNoRangeIsHandedOutTwiceWhateverDies() {
    awaitThat(() -> hashers.stream().allMatch(it -> it.status().stored() > 0));
    hashers.removeFirst().kill();
    brokers.removeFirst().close();
    awaitMoreHits();
    server.kill();
    awaitThat(() -> hashers.stream().allMatch(it -> it.status().trouble().isPresent()));
    assertNothingAcknowledgedIsLost();
    server.start();
    awaitMoreHits();
    restartThePooler();
    assertNothingAcknowledgedIsLost();
    awaitMoreHits();
    awaitThat(() -> hashers.stream().allMatch(it -> it.status().trouble().isEmpty()));
    restartThePooler();
    assertNothingAcknowledgedIsLost();
    assertThat(ranges.farmers()).hasSizeGreaterThan(FARMERS / 2);
    assertThat(ranges.count()).isGreaterThan(FARMERS);
    ranges.assertDisjoint();
  }

  @Test
  void theFleetCountsAsThePoolersOwnHashing() {
    WorkSettings off = SettingsOf.mapping(WorkSettings.class, "kale.work.enabled", "false");
    ThreadedHashing own = new ThreadedHashing(off, board, new SplittableRandom(1));
    FleetHashing hashing = new FleetHashing(own, fleet);
    assertThat(hashing.kernel()).isEqualTo("none");
    awaitThat(() -> hashing.fleet(Duration.ofMinutes(1)).hashers().size() == 3);
    awaitThat(() -> hashing.obstacle().isEmpty());
    awaitThat(() -> hashing.hashes() > 0);
    awaitThat(() -> hashing.speed().orElse(0) > 0);
    awaitThat(() -> hashing.rate(Duration.ofMinutes(1)) > 0);
    FleetStatus status = hashing.fleet(Duration.ofMinutes(1));
    assertThat(status.connected()).isTrue();
    assertThat(status.hashers())
        .extracting(HasherStatus::name)
        .containsExactly("hasher-0", "hasher-1", "hasher-2");
    hashing.pause();
    assertThat(hashing.obstacle()).contains("hashing is switched off (kale.work.enabled)");
    awaitThat(() -> hashers.stream().allMatch(it -> it.status().block() < 0));
    hashing.resume();
    awaitThat(() -> hashers.stream().anyMatch(it -> it.status().block() >= 0));
    hashers.forEach(Hasher::kill);
    brokers.forEach(RecordingBroker::close);
    awaitThat(() -> status(hashing).stream().allMatch(HasherStatus::lost));
    assertThat(hashing.obstacle().orElseThrow()).endsWith("and no hasher of the fleet is there");
    hashers.clear();
  }

  private static List<HasherStatus> status(FleetHashing hashing) {
    return hashing.fleet(Duration.ofMinutes(1)).hashers();
  }
}
