package org.kalepool.machine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.GameRules;
import org.kalepool.machine.MachinePage.SentFind;
import org.kalepool.machine.PoolerMessages.FailedOne;
import org.kalepool.machine.PoolerMessages.PlantAnswer;
import org.kalepool.machine.PoolerMessages.PlantedOne;

/** Has the backend plant, of the running block and of the next one, and takes in who is planted. */
final class BackendPlants {
  private static final Logger LOG = Logger.getLogger(BackendPlants.class);

  /** Between two requests for plants when nothing is expected to change. */
  private static final Duration PLANTS_EVERY = Duration.ofSeconds(30);

  /** The same while plants are on their way or held back, or works are. */
  private static final Duration PLANTS_SOON = Duration.ofSeconds(5);

  /** The same when the backend tells that somebody is planted: others may be in a moment. */
  private static final Duration PLANTS_AT_ONCE = Duration.ofSeconds(1);

  /**
   * So long before the next block may be opened it is asked for: the backend may plant in the
   * ledger that opens it, and then plants leave it some ledgers before.
   */
  private static final long AHEAD_SECONDS = 20;

  private final PlantAsking asking;
  private final MachineBook book;
  private final MachineRoster roster;
  private final WorkOutbox outbox;
  private final MachineCapacity capacity;
  private final MachineSettings settings;
  private final Clock clock;
  private final Consumer<String> log;
  private final Map<Long, Set<UUID>> toldFailures = new HashMap<>();
  private long plantsOf = -1;
  private long aheadOf = -1;
  private Instant plantsAt = Instant.EPOCH;
  private Instant plantsAsked = Instant.EPOCH;
  private volatile boolean plantSoon;
  private volatile boolean listening;

  BackendPlants(
      PlantAsking asking,
      MachineBook book,
      MachineRoster roster,
      WorkOutbox outbox,
      MachineCapacity capacity,
      MachineSettings settings,
      Clock clock,
      Consumer<String> log) {
    this.asking = asking;
    this.book = book;
    this.roster = roster;
    this.outbox = outbox;
    this.capacity = capacity;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
  }

  /** Asks for the plants of the running block, or of the next one when that is due. */
  void plant(Current current) {
    if (current.paused() || capacity.obstacle().isPresent()) {
      return;
    }
    plantAhead(current);
    long target = current.due() ? current.index() + 1 : current.index();
    if (target == plantsOf && clock.instant().isBefore(nextPlant())) {
      return;
    }
    plantSoon = false;
    plantsAsked = clock.instant();
    Map<UUID, SentFind> flying = outbox.flying(target);
    long left = current.due() ? GameRules.BLOCK_INTERVAL_SECONDS : left(current);
    asking.ask(target, left, plantWait()).ifPresent(it -> planted(target, it, flying));
  }

  /** Once a block, and without waiting: nobody can be planted yet. */
  private void plantAhead(Current current) {
    long next = current.index() + 1;
    if (current.due() || next == aheadOf || left(current) > AHEAD_SECONDS) {
      return;
    }
    if (asking.ask(next, GameRules.BLOCK_INTERVAL_SECONDS, Duration.ZERO).isPresent()) {
      aheadOf = next;
    }
  }

  private static long left(Current current) {
    return current.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS - current.closeTime();
  }

  private Instant nextPlant() {
    Instant soon = plantsAsked.plus(PLANTS_AT_ONCE);
    return plantSoon && soon.isBefore(plantsAt) ? soon : plantsAt;
  }

  /** Whoever is told needs nobody to wait for all of them. */
  private Duration plantWait() {
    return listening ? Duration.ZERO : settings.plantWait();
  }

  /** Whether the backend tells who is planted. */
  void listening(boolean hears) {
    listening = hears;
  }

  /** Has the plants asked for before it would be time. */
  void plantSoon() {
    plantSoon = true;
  }

  private void planted(long block, PlantAnswer answer, Map<UUID, SentFind> flying) {
    int before = book.farmers(block).size();
    roster.answered(block, answer);
    int after = book.farmers(block).size();
    boolean open = !of(answer.pending()).isEmpty() || !of(answer.heldBack()).isEmpty();
    of(answer.plantedFarmers()).forEach(one -> lost(block, one, flying.get(one.farmerId())));
    boolean first = plantsOf != block;
    plantsOf = block;
    boolean soon = open || !outbox.flying(block).isEmpty();
    plantsAt = clock.instant().plus(soon ? PLANTS_SOON : PLANTS_EVERY);
    if (after > before || first) {
      log.accept(
          "block " + block + ": " + after + " farmers planted" + (open ? ", more to come" : ""));
    }
    toldFailures.keySet().removeIf(it -> it < block);
    Set<UUID> told = toldFailures.computeIfAbsent(block, it -> new HashSet<>());
    for (FailedOne failed : of(answer.failedPlants())) {
      if (told.add(failed.farmerId())) {
        LOG.warnf(
            "farmer %s is not planted in block %d: %s (%s)",
            failed.farmerId(), block, failed.message(), failed.error());
      }
    }
  }

  /** A work that had been taken before the question, and of which the answer knows nothing. */
  private void lost(long block, PlantedOne one, @Nullable SentFind work) {
    if (work == null) {
      return;
    }
    int zeros = work.find().zeros();
    Integer landed = one.zeros();
    Integer pending = one.pendingZeros();
    if ((landed == null || landed < zeros) && (pending == null || pending < zeros)) {
      outbox.lost(block, one.farmerId(), work);
    }
  }

  private static <T> List<T> of(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
