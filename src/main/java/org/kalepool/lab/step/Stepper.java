package org.kalepool.lab.step;

import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;

/** Drives a stepped pool: moves the clock, runs the sweeps, runs what they ask for. */
@Unremovable
@ApplicationScoped
public class Stepper {
  private final Clock clock;
  private final Tasks tasks;
  private final Runnable leadership;
  private final List<Sweep> sweeps;
  private final Map<String, Instant> lastRuns = new HashMap<>();

  @Inject
  Stepper(Clock clock, Tasks tasks, Leader leader, @All List<Sweep> sweeps) {
    this(clock, tasks, leader::beat, sweeps);
  }

  Stepper(Clock clock, Tasks tasks, Runnable leadership, List<Sweep> sweeps) {
    this.clock = clock;
    this.tasks = tasks;
    this.leadership = leadership;
    this.sweeps = sweeps.stream().sorted(Comparator.comparing(Sweep::name)).toList();
  }

  /**
   * Moves the clock on, then runs every sweep and all that follows.
   *
   * @throws IllegalStateException unless the pool runs stepped
   */
  public void step(Duration by) {
    run(by, sweep -> true, SteppedTasks.FOR_EVER);
  }

  /**
   * Moves the clock on, then runs the sweeps whose time has come, as the timers in service do, and
   * all that follows.
   *
   * @throws EndlessTasks if one of them asks for itself for ever
   * @throws IllegalStateException unless the pool runs stepped
   */
  public void pass(Duration by) {
    pass(by, SteppedTasks.FOR_EVER);
  }

  /**
   * As {@link #pass(Duration)}, with another measure of what is for ever.
   *
   * @param most how often one task may run
   * @throws EndlessTasks if one runs more often
   * @throws IllegalStateException unless the pool runs stepped
   */
  public void pass(Duration by, int most) {
    run(by, this::isDue, most);
  }

  private boolean isDue(Sweep sweep) {
    Instant last = lastRuns.get(sweep.name());
    return last == null || !clock.instant().isBefore(last.plus(sweep.every()));
  }

  private void run(Duration by, Predicate<Sweep> which, int most) {
    if (!(clock instanceof SteppedClock stepped && tasks instanceof SteppedTasks queue)) {
      throw new IllegalStateException("set kale.stepped=true to step the pool");
    }
    stepped.advance(by);
    leadership.run();
    for (Sweep sweep : sweeps) {
      if (which.test(sweep)) {
        lastRuns.put(sweep.name(), clock.instant());
        sweep.submitTo(queue);
      }
    }
    queue.runAll(most);
  }
}
