package org.kalepool.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends tasks that run for longer than they may, by interrupting them: at each look again, until
 * they heed it. A task ends by an exception then, and what it left undone is found again. It is a
 * net below the deadlines that calls to the node and to the database have of their own.
 */
final class TaskWatch implements Overruns {
  private static final Logger LOG = Logger.getLogger(TaskWatch.class);
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int MOST_REMEMBERED = 100;
  private static final String OWN = "org.kalepool.";

  /** What is around every task. */
  private static final Set<String> AROUND =
      Set.of(TaskRunner.class.getName(), VirtualTasks.class.getName());

  private final MeterRegistry meters;
  private final Clock clock;
  private final Duration longest;
  private final Map<String, Duration> limits = new ConcurrentHashMap<>();
  private final Set<Run> running = ConcurrentHashMap.newKeySet();
  private final Deque<Overrun> ended = new ArrayDeque<>(); // guarded by itself

  /**
   * @param longest for tasks without a limit of their own
   */
  TaskWatch(MeterRegistry meters, Clock clock, Duration longest) {
    if (longest.toMillis() < 1) {
      throw new IllegalArgumentException("kale.tasks.longest must be at least 1 ms");
    }
    this.meters = meters;
    this.clock = clock;
    this.longest = longest;
  }

  /** One run of a task, on the thread that began it. */
  final class Run implements AutoCloseable {
    private final String key;
    private final Thread thread = Thread.currentThread();
    private final Instant since = clock.instant();

    // guarded by this
    private boolean over;
    private @Nullable String where;

    private Run(String key) {
      this.key = key;
    }

    /** It has ended; an interrupt that came too late is not for what comes next on its thread. */
    @Override
    public void close() {
      running.remove(this);
      synchronized (this) {
        over = true;
        if (where != null) {
          remember(shown());
          Thread.interrupted();
        }
      }
    }

    private synchronized void endIfLongerThan(Duration limit) {
      Duration ran = Duration.between(since, clock.instant());
      if (over || ran.compareTo(limit) <= 0) {
        return;
      }
      if (where == null) {
        where = place(thread);
        meters.counter("kale.tasks.overran", "task", stage(key)).increment();
        LOG.warnf(
            "task %s has run for %d s, longer than the %d s it may, and is ended; it was at %s",
            key, ran.toSeconds(), limit.toSeconds(), where);
      }
      thread.interrupt();
    }

    private synchronized void interrupt() {
      if (!over) {
        thread.interrupt();
      }
    }

    private synchronized @Nullable Overrun overrun() {
      return where == null || over ? null : shown();
    }

    private Overrun shown() {
      return new Overrun(
          key, since, Duration.between(since, clock.instant()), !over, String.valueOf(where));
    }
  }

  /** Gives the tasks of a stage a limit of their own. */
  void limit(String stage, Duration most) {
    limits.put(stage, most);
  }

  /** Begins to watch this thread. */
  Run began(String key) {
    Run run = new Run(key);
    running.add(run);
    return run;
  }

  /** Ends those that have run for too long. */
  void look() {
    for (Run run : running) {
      Duration most = limits.getOrDefault(stage(run.key), longest);
      run.endIfLongerThan(most.compareTo(longest) > 0 ? most : longest);
    }
  }

  /** Interrupts all that run. */
  void endAll() {
    running.forEach(Run::interrupt);
  }

  @Override
  public List<Overrun> lately() {
    List<Overrun> found = new ArrayList<>();
    for (Run run : running) {
      Overrun overrun = run.overrun();
      if (overrun != null) {
        found.add(overrun);
      }
    }
    Instant from = clock.instant().minus(REMEMBERED);
    synchronized (ended) {
      ended.removeIf(overrun -> overrun.since().plus(overrun.ran()).isBefore(from));
      found.addAll(ended);
    }
    return found;
  }

  private void remember(Overrun overrun) {
    synchronized (ended) {
      if (ended.size() == MOST_REMEMBERED) {
        ended.removeFirst();
      }
      ended.addLast(overrun);
    }
  }

  /** The part of a key that names the kind of work. */
  static String stage(String key) {
    int space = key.indexOf(' ');
    return space < 0 ? key : key.substring(0, space);
  }

  private static String place(Thread thread) {
    for (StackTraceElement line : thread.getStackTrace()) {
      if (line.getClassName().startsWith(OWN) && !AROUND.contains(line.getClassName())) {
        return line.toString();
      }
    }
    return "unknown";
  }
}
