package org.kalepool.machine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.GameRules;
import org.kalepool.machine.BackendContact.Topic;
import org.kalepool.machine.PoolerMessages.Beat;
import org.kalepool.machine.PoolerMessages.BeatAnswer;
import org.kalepool.machine.PoolerMessages.PlantingAllowed;

/** Tells the backend that the machine is there, and hears whether anybody is planted for it. */
final class BackendBeats {
  private static final Duration USUAL_BEAT = Duration.ofSeconds(30);

  private final PoolerBackend backend;
  private final BackendContact contact;
  private final MachineCapacity capacity;
  private final Clock clock;
  private final Consumer<String> log;
  private Instant beatAt = Instant.EPOCH;
  private boolean saidPaused;
  private volatile @Nullable String notPlanting;
  private volatile boolean beatSoon;

  BackendBeats(
      PoolerBackend backend,
      BackendContact contact,
      MachineCapacity capacity,
      Clock clock,
      Consumer<String> log) {
    this.backend = backend;
    this.contact = contact;
    this.capacity = capacity;
    this.clock = clock;
    this.log = log;
  }

  /** Tells that the machine is there, when it is time, or when it hashes again or no more. */
  void beat(Optional<Current> current) {
    Optional<String> obstacle = capacity.obstacle();
    boolean known = obstacle.isPresent() == saidPaused;
    if (!beatSoon && known && clock.instant().isBefore(beatAt)) {
      return;
    }
    beatSoon = false;
    Beat beat =
        new Beat(
            MachineVersion.TEXT,
            capacity.hashRate(),
            capacity.threads(),
            capacity.farmers(Duration.ofSeconds(GameRules.BLOCK_INTERVAL_SECONDS)),
            current.map(Current::index).orElse(null),
            obstacle.isPresent());
    contact.ask(Topic.BEAT, () -> backend.heartbeat(beat)).ifPresent(it -> beaten(it, obstacle));
  }

  private void beaten(BeatAnswer answer, Optional<String> obstacle) {
    saidPaused = obstacle.isPresent();
    Duration every =
        answer.heartbeatSeconds() > 0 ? Duration.ofSeconds(answer.heartbeatSeconds()) : USUAL_BEAT;
    beatAt = clock.instant().plus(every);
    PlantingAllowed allowed = answer.planting();
    String why = allowed == null || allowed.allowed() ? null : String.valueOf(allowed.why());
    if (why != null && !why.equals(notPlanting)) {
      log.accept("the backend plants nobody for this machine: " + obstacle.orElse(why));
    }
    notPlanting = why;
  }

  /** Why the backend plants nobody; empty if it does. */
  Optional<String> notPlanting() {
    return Optional.ofNullable(notPlanting);
  }

  /** Has the settings asked for before it would be time. */
  void beatSoon() {
    beatSoon = true;
  }
}
