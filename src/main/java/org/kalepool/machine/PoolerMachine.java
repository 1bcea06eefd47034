package org.kalepool.machine;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.block.NetworkNow;
import org.kalepool.kale.Block;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Pail;
import org.kalepool.machine.BlockWatch.Seen;
import org.kalepool.machine.OwnFlight.OwnWork;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.RpcException;
import org.kalepool.work.FleetSettings;
import org.kalepool.work.PlantedFarmer;
import org.kalepool.work.StandaloneEngine;
import org.kalepool.work.WorkSender;
import org.kalepool.work.WorkSettings;
import org.kalepool.work.WorkStatus;

/**
 * A pooler's machine. It has five things to do over and over, each a method that does it once and
 * changes nothing if there is nothing to do: {@link #look}, {@link #work}, {@link #send}, {@link
 * #plant}, {@link #talk}. No two calls of one of them overlap; different ones may.
 */
public final class PoolerMachine implements AutoCloseable {
  private final MachineBook book;
  private final StandaloneEngine engine;
  private final WorkOutbox outbox = new WorkOutbox();
  private final Optional<OwnAccounts> accounts;
  private final Optional<OwnSending> own;
  private final MachineRoster roster;
  private final BlockWatch watch;
  private final BackendContact contact;
  private final MachineCapacity capacity;
  private final BackendBeats beats;
  private final BackendPlants plants;
  private final BackendWorks works;
  private final BlockReports reports;
  private final Clock clock;
  private final Consumer<String> log;
  private long openedBlock = -1;
  private long seenLedger = -1;
  private volatile @Nullable Instant workedAt;
  private volatile @Nullable Instant nextSend;

  /**
   * What a machine is made of.
   *
   * @param own the accounts it sends works from itself; empty if the backend sends all of them
   * @param tried hashes a second, as a trial before the start had them
   * @param stepped whether it hashes only when ledgers close, as in tests
   * @param log hears in a line what an operator wants to see
   */
  public record Parts(
      UUID pooler,
      Chain chain,
      PoolerBackend backend,
      MachineBook book,
      Optional<OwnAccounts> own,
      WorkSettings work,
      FleetSettings fleet,
      MachineSettings settings,
      Clock clock,
      RandomGenerator random,
      MeterRegistry meters,
      double tried,
      boolean stepped,
      Consumer<String> log) {}

  public PoolerMachine(Parts parts) {
    this.book = parts.book();
    this.clock = parts.clock();
    this.log = parts.log();
    this.accounts = parts.own();
    Optional<OwnWorks> ownWorks =
        accounts.map(it -> new OwnWorks(outbox, it.book(), this::landedZeros, clock));
    this.engine =
        new StandaloneEngine(
            parts.work(),
            parts.fleet(),
            parts.random(),
            clock,
            parts.chain(),
            book,
            ownWorks.<WorkSender>map(it -> it).orElse(outbox),
            parts.stepped());
    this.watch = new BlockWatch(parts.chain(), clock);
    this.roster = new MachineRoster(parts.pooler(), parts.chain(), book, outbox, ownWorks, engine);
    this.own = ownWorks.map(it -> sending(parts, accounts.orElseThrow(), it));
    this.contact = new BackendContact(clock, parts.random());
    this.capacity = new MachineCapacity(engine, parts.tried());
    this.beats = new BackendBeats(parts.backend(), contact, capacity, clock, log);
    this.plants =
        new BackendPlants(
            new PlantAsking(parts.pooler(), parts.backend(), contact, book, capacity, clock),
            book,
            roster,
            outbox,
            capacity,
            parts.settings(),
            clock,
            log);
    this.works = new BackendWorks(parts.pooler(), parts.backend(), contact, book, outbox, log);
    this.reports =
        new BlockReports(
            parts.pooler(),
            parts.chain(),
            parts.backend(),
            contact,
            book,
            accounts.map(OwnAccounts::book),
            clock,
            log);
    MachineMeters.bind(parts.meters(), this);
    engine.bind(parts.meters());
  }

  private OwnSending sending(Parts parts, OwnAccounts accounts, OwnWorks works) {
    return new OwnSending(
        accounts,
        new Channels(accounts, parts.chain(), parts.settings(), clock, log),
        works,
        book,
        this::landed);
  }

  private long landedZeros(long block, UUID farmer) {
    return roster.zeros(block, farmer);
  }

  private void landed(long block, OwnWork work, long ledger) {
    roster.landed(block, work.farmer(), work.find().zeros());
    engine.workLanded(ledger - work.ledger());
  }

  /**
   * Starts the hashing threads, and reaches for the fleet's broker.
   *
   * @throws IllegalArgumentException if the fleet's settings or a file of theirs cannot be used
   */
  public void start(Tasks tasks) {
    engine.start(tasks);
  }

  /**
   * Looks at the network: ledger, block, and the farmers' pails.
   *
   * @throws RpcException if the node cannot be asked
   */
  public void look() {
    watch.poll();
    Seen seen = watch.seen().orElse(null);
    if (seen == null) {
      return;
    }
    Current current = seen.current();
    if (current.ledger() > seenLedger) {
      seenLedger = current.ledger();
      engine.ledgerClosed(current.ledger(), current.closeTime());
    }
    if (current.index() > openedBlock) {
      if (openedBlock >= 0) {
        reports.remember(openedBlock, roster.lastRead());
      }
      openedBlock = current.index();
      engine.blockOpened(current.index(), current.openedAt());
      roster.open(current.index());
      book.prune(current.index());
      accounts.ifPresent(
          it -> it.book().prune(current.index() - 1, book.unreported(current.index())));
      log.accept("block " + current.index() + " has opened");
    }
    roster.read(current.index(), current.ledger(), contact.away());
  }

  /** Has the engine do its step: whoever is planted is mined for, and what is due goes out. */
  public void work() {
    workedAt = clock.instant();
    Seen seen = watch.seen().orElse(null);
    if (seen == null) {
      return;
    }
    Block block = seen.block();
    if (block == null || seen.current().index() != roster.block()) {
      return;
    }
    Current current = seen.current();
    nextSend =
        engine.step(current, block, roster.farmers(current.index(), current.ledger())).next();
  }

  /**
   * Follows what the machine has sent itself, and sends what is due from channels of its own.
   *
   * @throws RpcException if the node cannot be asked
   */
  public void send() {
    Seen seen = watch.seen().orElse(null);
    if (own.isEmpty() || seen == null || seen.current().index() != roster.block()) {
      return;
    }
    Current current = seen.current();
    OwnSending sending = own.get();
    long index = current.index();
    int farmers = Math.max(book.farmers(index).size(), book.farmers(index - 1).size());
    sending.step(current, farmers, engine.ledgerSeconds());
    engine.carries(sending.worksALedger());
  }

  /** Asks the backend to plant, when there is something to plant. May wait for the plants. */
  public void plant() {
    watch.seen().ifPresent(seen -> plants.plant(seen.current()));
  }

  /** Tells the backend what there is to tell: works first. */
  public void talk() {
    Seen seen = watch.seen().orElse(null);
    if (seen != null) {
      works.works(seen.current());
    }
    beats.beat(watch.seen().map(Seen::current));
    if (seen != null) {
      reports.report(seen.current().index());
      reports.harvest(seen.current().index());
    }
  }

  /** Whether the backend tells of what happens. */
  void listening(boolean hears) {
    plants.listening(hears);
  }

  /** What the backend told is asked for with the next call of what concerns it. */
  void heard(BackendEvents.Event event) {
    switch (event) {
      case LISTENING, PLANTED -> plants.plantSoon();
      case SETTINGS -> beats.beatSoon();
      case BLOCK -> {
        // every look finds it
      }
    }
  }

  /** How it goes. */
  public MachineView view() {
    Current current = watch.seen().map(Seen::current).orElse(null);
    Collection<Pail> pails = roster.pails();
    WorkStatus status = engine.status();
    List<PlantedFarmer> farmers =
        current == null ? List.of() : roster.farmers(current.index(), current.ledger());
    return new MachineView(
        current == null ? -1 : current.index(),
        current == null ? Duration.ZERO : Duration.ofSeconds(NetworkNow.left(clock, current)),
        current == null ? 0 : current.ledger(),
        farmers.size(),
        status.hashRate(Duration.ofMinutes(1)),
        status.bestZeros(),
        (int) farmers.stream().filter(it -> it.sends() > 0 || it.flyingZeros() >= 0).count(),
        (int) pails.stream().filter(Pail::worked).count(),
        pails.stream()
            .map(Pail::gap)
            .filter(gap -> gap != null)
            .mapToLong(gap -> gap)
            .average()
            .orElse(0),
        Optional.ofNullable(nextSend),
        status.obstacle(),
        watch.lastError(),
        watch.lastSuccess(),
        contact.lastError(),
        contact.lastAnswer(),
        contact.away(),
        beats.notPlanting(),
        book.trouble(),
        current == null ? 0 : reports.open(current.index()),
        works.taken(),
        works.refused(),
        Optional.ofNullable(workedAt),
        capacity.farmers(Duration.ofSeconds(GameRules.BLOCK_INTERVAL_SECONDS)),
        own.map(OwnSending::view).orElse(ChannelView.NONE));
  }

  /** Ends the hashing and gives the journal back; what is in it a restart goes on with. */
  @Override
  public void close() {
    engine.stop();
    book.close();
    accounts.ifPresent(it -> it.book().close());
  }
}
