package org.kalepool.machine;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.GameRules;
import org.kalepool.machine.BackendContact.Topic;
import org.kalepool.machine.MachinePage.SentFind;
import org.kalepool.machine.PoolerMessages.Beat;
import org.kalepool.machine.PoolerMessages.BeatAnswer;
import org.kalepool.machine.PoolerMessages.FailedOne;
import org.kalepool.machine.PoolerMessages.OfferedWork;
import org.kalepool.machine.PoolerMessages.PlantAnswer;
import org.kalepool.machine.PoolerMessages.PlantRequest;
import org.kalepool.machine.PoolerMessages.PlantedOne;
import org.kalepool.machine.PoolerMessages.PlantingAllowed;
import org.kalepool.machine.PoolerMessages.WorkOffer;
import org.kalepool.machine.PoolerMessages.WorksAnswer;
import org.kalepool.machine.PoolerMessages.WorksRequest;
import org.kalepool.machine.WorkOutbox.Waiting;

/** The machine's side of the talk while a block runs: sign of life, plants, works. */
final class BackendTalk {
  private static final Logger LOG = Logger.getLogger(BackendTalk.class);

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

  private static final Duration USUAL_BEAT = Duration.ofSeconds(30);

  private final UUID pooler;
  private final PoolerBackend backend;
  private final BackendContact contact;
  private final MachineBook book;
  private final MachineRoster roster;
  private final WorkOutbox outbox;
  private final MachineCapacity capacity;
  private final MachineSettings settings;
  private final Clock clock;
  private final Consumer<String> log;
  private final Map<Long, Set<UUID>> toldFailures = new HashMap<>();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private long plantsOf = -1;
  private long aheadOf = -1;
  private Instant plantsAt = Instant.EPOCH;
  private Instant beatAt = Instant.EPOCH;
  private boolean saidPaused;
  private volatile @Nullable String notPlanting;
  private Instant plantsAsked = Instant.EPOCH;
  private volatile boolean plantSoon;
  private volatile boolean beatSoon;
  private volatile boolean listening;

  BackendTalk(
      UUID pooler,
      PoolerBackend backend,
      BackendContact contact,
      MachineBook book,
      MachineRoster roster,
      WorkOutbox outbox,
      MachineCapacity capacity,
      MachineSettings settings,
      Clock clock,
      Consumer<String> log) {
    this.pooler = pooler;
    this.backend = backend;
    this.contact = contact;
    this.book = book;
    this.roster = roster;
    this.outbox = outbox;
    this.capacity = capacity;
    this.settings = settings;
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
    PlantRequest request = request(target, left, plantWait());
    contact
        .ask(Topic.PLANT, () -> backend.plant(request))
        .ifPresent(it -> planted(target, it, flying));
  }

  /** Once a block, and without waiting: nobody can be planted yet. */
  private void plantAhead(Current current) {
    long next = current.index() + 1;
    if (current.due() || next == aheadOf || left(current) > AHEAD_SECONDS) {
      return;
    }
    PlantRequest request = request(next, GameRules.BLOCK_INTERVAL_SECONDS, Duration.ZERO);
    if (contact.ask(Topic.PLANT, () -> backend.plant(request)).isPresent()) {
      aheadOf = next;
    }
  }

  private static long left(Current current) {
    return current.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS - current.closeTime();
  }

  /**
   * @param seconds that are left to hash
   */
  private PlantRequest request(long block, long seconds, Duration wait) {
    long room =
        MachineCapacity.room(
            capacity.farmers(Duration.ofSeconds(seconds)),
            worked(block),
            book.farmers(block).size());
    return new PlantRequest(block, pooler, room, clock.instant().toString(), wait.toSeconds());
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

  /** Has the settings asked for before it would be time. */
  void beatSoon() {
    beatSoon = true;
  }

  /** Farmers who have a hash already, and need no room for a first one. */
  private long worked(long block) {
    List<UUID> ids = book.farmers(block).stream().map(MachinePage.PlantedPail::farmer).toList();
    return book.kept(block, ids).size();
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

  /** Hands the works over that wait. */
  void works(Current current) {
    List<Waiting> waiting = outbox.waiting(current.index());
    for (List<Waiting> chunk :
        waiting.stream().gather(Gatherers.windowFixed(BlockReports.CHUNK)).toList()) {
      WorksRequest request =
          new WorksRequest(
              current.index(), pooler, chunk.stream().map(BackendTalk::offer).toList());
      Optional<WorksAnswer> answer = contact.ask(Topic.WORK, () -> backend.works(request));
      if (answer.isEmpty()) {
        return;
      }
      answered(current.index(), chunk, of(answer.get().works()));
    }
  }

  private static WorkOffer offer(Waiting work) {
    return new WorkOffer(
        work.farmer(),
        new BigInteger(Long.toUnsignedString(work.find().nonce())),
        work.find().hash().hex());
  }

  private void answered(long block, List<Waiting> chunk, List<OfferedWork> answers) {
    Map<UUID, OfferedWork> byFarmer = new HashMap<>();
    answers.forEach(it -> byFarmer.put(it.farmerId(), it));
    int queued = 0;
    for (Waiting work : chunk) {
      OfferedWork answer = byFarmer.get(work.farmer());
      if (answer == null) {
        continue; // offered again
      }
      if (answer.status().equals("queued")) {
        book.sent(block, work.farmer(), new SentFind(work.find(), work.ledger()));
        taken.incrementAndGet();
        queued++;
      } else {
        refused.incrementAndGet();
        LOG.warnf(
            "the backend does not send a work of %d zeros of farmer %s in block %d: %s (%s)",
            work.find().zeros(), work.farmer(), block, answer.message(), answer.error());
      }
      outbox.answered(block, work);
    }
    if (queued > 0) {
      log.accept("block " + block + ": " + queued + " works handed over");
    }
  }

  /** Works that the backend took, since the start. */
  long taken() {
    return taken.get();
  }

  /** Works that it refused. */
  long refused() {
    return refused.get();
  }
}
