package org.kalepool.work;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Block;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Chain;

/**
 * The work engine of a process without a container: the same parts as the service's, put together
 * by hand, with its own eyes for the network's pace.
 */
public final class StandaloneEngine {
  private final WorkEngine engine;
  private final Hashing hashing;
  private final Progress progress;
  private final SeenPace pace = new SeenPace(() -> false);
  private final StartedTasks started = new StartedTasks();

  /** Those that the engine is started with; nothing is found before. */
  private static final class StartedTasks implements Tasks {
    private volatile @Nullable Tasks tasks;

    private Tasks tasks() {
      Tasks now = tasks;
      if (now == null) {
        throw new IllegalStateException("the engine has not been started");
      }
      return now;
    }

    @Override
    public void submit(String key, Runnable task) {
      tasks().submit(key, task);
    }

    @Override
    public void submitEverywhere(String key, Runnable task) {
      tasks().submitEverywhere(key, task);
    }
  }

  /**
   * Makes the engine; it hashes from {@link #start} on.
   *
   * @param fleet where hashers on other machines are met, if they are
   * @param stepped whether it hashes only when ledgers close, on the caller's thread, as in tests
   */
  public StandaloneEngine(
      WorkSettings settings,
      FleetSettings fleet,
      RandomGenerator random,
      Clock clock,
      Chain chain,
      KeptNonces nonces,
      WorkSender sender,
      boolean stepped) {
    MiningBoard board = new MiningBoard(random);
    FindKeeper keeper = new FindKeeper(board, nonces);
    Hashing own =
        stepped
            ? new LedgerHashing(settings, board, random)
            : new ThreadedHashing(settings, board, random);
    this.hashing =
        fleet.url().isEmpty()
            ? own
            : new FleetHashing(
                own,
                new Fleet(fleet, board, new FleetHits(board, keeper, started), () -> true, random));
    this.progress = new Progress(hashing, board, settings, clock);
    Submissions submissions =
        new Submissions(
            settings, board, sender, chain, pace, new BlockWorth(chain), Optional::empty, clock);
    this.engine = new WorkEngine(settings, board, hashing, nonces, submissions, keeper, progress);
  }

  /**
   * Starts the threads, once a kernel is chosen.
   *
   * @param tasks runs the choosing, and keeps what hashers found
   * @throws IllegalArgumentException if the fleet's settings or a file of theirs cannot be used
   */
  public void start(Tasks tasks) {
    started.tasks = tasks;
    engine.onRareFind(() -> tasks.submit("work finds", engine::keepFinds));
    hashing.start(tasks);
  }

  /** Ends the threads, a batch's time from now. */
  public void stop() {
    hashing.stop();
  }

  /** How the hashing goes. */
  public WorkStatus status() {
    return progress;
  }

  /** Adds the gauges of the hashing. */
  public void bind(MeterRegistry meters) {
    WorkMetrics.bind(meters, progress);
  }

  /** Hashes a second while there is something to hash; empty before that was measured. */
  public OptionalDouble speed() {
    return hashing.speed();
  }

  /** How many farmers so many hashes a second find a first hash for in the time. */
  public static long farmers(double hashesPerSecond, Duration time) {
    return Capacity.farmers(hashesPerSecond, time.toMillis() / 1000.0 - Capacity.LAST_CALL_SECONDS);
  }

  /** A ledger has closed. */
  public void ledgerClosed(long sequence, long closeTime) {
    pace.ledgerClosed(sequence, closeTime);
  }

  /** A block has opened: the search in the one before ends at once. */
  public void blockOpened(long index, long openedAt) {
    engine.abandonBefore(index);
    pace.blockOpened(openedAt);
  }

  /**
   * A work is in a ledger.
   *
   * @param ledgers from the newest one known when it was handed over to its own
   */
  public void workLanded(long ledgers) {
    pace.workLanded(ledgers);
  }

  /**
   * Says how many works the way on which they go brings into a ledger, so that they are sent in
   * time for that.
   */
  public void carries(int works) {
    pace.carries(works);
  }

  /** Seconds from one ledger to the next, as was seen lately. */
  public double ledgerSeconds() {
    return pace.measures().ledgerSeconds().mean();
  }

  /** See {@link WorkEngine#step}. */
  public WorkEngine.Step step(Current current, Block block, List<PlantedFarmer> farmers) {
    return engine.step(current, block, farmers, List.of());
  }
}
