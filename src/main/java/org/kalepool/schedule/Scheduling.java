package org.kalepool.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.kalepool.leader.Leader;
import org.kalepool.settings.SteppedSettings;

/**
 * Makes the clock, the random source and the executor, and keeps the sweeps going.
 *
 * <p>With {@code kale.stepped=true} the clock stands at {@code kale.stepped.start}, the random
 * source is seeded by {@code kale.seed}, tasks wait for {@link SteppedTasks#runAll} and no timer
 * runs: the whole pool is then driven by {@link Stepper} from one thread.
 */
@ApplicationScoped
public class Scheduling {
  private static final Logger LOG = Logger.getLogger(Scheduling.class);

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

  private final SteppedSettings stepped;
  private final TaskSettings settings;

  Scheduling(SteppedSettings stepped, TaskSettings settings) {
    this.stepped = stepped;
    this.settings = settings;
  }

  @Produces
  @Singleton
  Clock clock() {
    return stepped.stepped() ? new SteppedClock(stepped.start()) : Clock.systemUTC();
  }

  /** Strong randomness in service; seeded, and good for nothing but tests, when stepped. */
  @Produces
  @Singleton
  RandomGenerator random() {
    try {
      return stepped.stepped()
          ? new SplittableRandom(stepped.seed())
          : SecureRandom.getInstance("NativePRNGNonBlocking");
    } catch (NoSuchAlgorithmException e) {
      LOG.debug("no NativePRNGNonBlocking here, taking the platform's default", e);
      return new SecureRandom();
    }
  }

  @Produces
  @Singleton
  TaskWatch watch(MeterRegistry meters, Clock clock) {
    return new TaskWatch(meters, clock, settings.longest());
  }

  @Produces
  @Singleton
  Tasks tasks(MeterRegistry meters, TaskWatch watch, Leader leader) {
    TaskRunner runner = new TaskRunner(meters, leader::leads);
    return stepped.stepped()
        ? new SteppedTasks(runner)
        : new VirtualTasks(settings.maxConcurrent(), runner, watch);
  }

  /** Late, so that whatever the stages need is there. */
  void start(
      @Observes @Priority(5000) StartupEvent event,
      Scheduler scheduler,
      Tasks tasks,
      TaskWatch watch,
      Leader leader,
      @All List<Sweep> sweeps) {
    leader.beat();
    if (stepped.stepped()) {
      return;
    }
    fast.scheduleWithFixedDelay(
        watch::look, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
    for (Sweep sweep : sweeps) {
      watch.limit(sweep.name(), sweep.longest());
    }
    heart.scheduleWithFixedDelay(
        () -> beat(leader, tasks, sweeps), 0, Leader.BEAT.toMillis(), TimeUnit.MILLISECONDS);
    for (Sweep sweep : sweeps) {
      sweep.submitTo(tasks);
      if (sweep.every().compareTo(FINEST_JOB) >= 0) {
        // on a virtual thread: requests may hold all worker threads
        scheduler
            .newJob(sweep.name())
            .setInterval(sweep.every().toString())
            .setTask(execution -> sweep.submitTo(tasks), true)
            .schedule();
      } else {
        fast.scheduleWithFixedDelay(
            () -> sweep.submitTo(tasks),
            sweep.every().toMillis(),
            sweep.every().toMillis(),
            TimeUnit.MILLISECONDS);
      }
    }
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

  void stop(@Observes ShutdownEvent event, Tasks tasks, Leader leader) {
    heart.shutdownNow();
    fast.shutdownNow();
    if (tasks instanceof VirtualTasks virtual) {
      virtual.close(STOPPING);
    }
    leader.resign();
  }
}
