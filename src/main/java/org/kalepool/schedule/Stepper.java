package org.kalepool.schedule;

import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Drives a stepped pool: moves the clock, runs the sweeps, runs what they ask for. */
@Unremovable
@ApplicationScoped
public class Stepper {
  private final Clock clock;
  private final Tasks tasks;
  private final List<Sweep> sweeps;

  Stepper(Clock clock, Tasks tasks, @All List<Sweep> sweeps) {
    this.clock = clock;
    this.tasks = tasks;
    this.sweeps = sweeps.stream().sorted(Comparator.comparing(Sweep::name)).toList();
  }

  /**
   * Moves the clock on, then runs every sweep and all that follows.
   *
   * @throws IllegalStateException unless the pool runs stepped
   */
  public void step(Duration by) {
    if (!(clock instanceof SteppedClock stepped && tasks instanceof SteppedTasks queue)) {
      throw new IllegalStateException("set kale.stepped=true to step the pool");
    }
    stepped.advance(by);
    for (Sweep sweep : sweeps) {
      queue.submit(sweep.name(), sweep::sweep);
    }
    queue.runAll();
  }
}
