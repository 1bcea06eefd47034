package org.kalepool.schedule;

import io.quarkus.arc.lookup.LookupUnlessProperty;
import io.quarkus.scheduler.Scheduler;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.leader.Leader;

/** The machine's clock, strong chance, virtual threads, and Quarkus's scheduler for the sweeps. */
@Singleton
@LookupUnlessProperty(name = "kale.stepped", stringValue = "true", lookupIfMissing = true)
final class ServiceTimekeeping implements Timekeeping {
  private static final Logger LOG = Logger.getLogger(ServiceTimekeeping.class);

  /** The scheduler looks once a second; what is to run more often has a timer of its own. */
  private static final Duration FINEST_JOB = Duration.ofSeconds(1);

  /** How often the running tasks are looked at. */
  private static final Duration WATCH = Duration.ofSeconds(1);

  /** Twice that at most; the process has three seconds to end in an orderly way. */
  private static final Duration STOPPING = Duration.ofMillis(700);

  /** A thread of its own, which only submits: requests, however many, cannot hold it up. */
  private final ScheduledExecutorService fast =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("fast-sweeps").daemon().factory());

  /** Never behind a sweep: whoever does not look in time has to stop. */
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("leadership").daemon().factory());

  private final Scheduler scheduler;

  /** Not made here: it needs the clock. */
  private final Provider<TaskWatch> watch;

  private final TaskSettings settings;
  private volatile @Nullable VirtualTasks tasks;

  ServiceTimekeeping(Scheduler scheduler, Provider<TaskWatch> watch, TaskSettings settings) {
    this.scheduler = scheduler;
    this.watch = watch;
    this.settings = settings;
  }

  @Override
  public Clock clock() {
    return Timekeeping.wallClock();
  }

  @Override
  public RandomGenerator random() {
    return Timekeeping.strongRandom();
  }

  @Override
  public Leader.Patience patience() {
    return Leader.Patience.OF_A_SERVICE;
  }

  @Override
  public Tasks tasks(TaskRunner runner) {
    VirtualTasks made = new VirtualTasks(settings.maxConcurrent(), runner, watch.get());
    tasks = made;
    return made;
  }

  @Override
  public void start(Tasks all, Leader leader, List<Sweep> sweeps) {
    TaskWatch running = watch.get();
    every(fast, WATCH, running::look);
    for (Sweep sweep : sweeps) {
      running.limit(sweep.name(), sweep.longest());
    }
    // a beat that fails is logged, and comes again
    var _ =
        heart.scheduleWithFixedDelay(
            () -> beat(leader, all, sweeps), 0, Leader.BEAT.toMillis(), TimeUnit.MILLISECONDS);
    for (Sweep sweep : sweeps) {
      sweep.submitTo(all);
      if (sweep.every().compareTo(FINEST_JOB) >= 0) {
        // on a virtual thread: requests may hold all worker threads
        scheduler
            .newJob(sweep.name())
            .setInterval(sweep.every().toString())
            .setTask(execution -> sweep.submitTo(all), true)
            .schedule();
      } else {
        every(fast, sweep.every(), () -> sweep.submitTo(all));
      }
    }
  }

  private static void every(ScheduledExecutorService timer, Duration pause, Runnable run) {
    var _ =
        timer.scheduleWithFixedDelay(
            run, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whoever begins to farm looks at once for what the one before has left. */
  private static void beat(Leader leader, Tasks tasks, List<Sweep> sweeps) {
    try {
      boolean before = leader.leads();
      leader.beat();
      if (!before && leader.leads()) {
        sweeps.forEach(sweep -> sweep.submitTo(tasks));
      }
    } catch (RuntimeException e) {
      // thrown further it would end the timer, and nobody would ever look again
      LOG.error("it could not be found out who farms; asked again", e);
    }
  }

  @Override
  public void stop() {
    heart.shutdownNow();
    fast.shutdownNow();
    VirtualTasks open = tasks;
    if (open != null) {
      open.close(STOPPING);
    }
  }
}
