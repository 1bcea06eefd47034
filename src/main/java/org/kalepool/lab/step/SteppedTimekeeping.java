package org.kalepool.lab.step;

import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.TaskRunner;
import org.kalepool.schedule.Tasks;
import org.kalepool.schedule.Timekeeping;
import org.kalepool.settings.SteppedSettings;

/**
 * One thread, a clock that is moved by hand and seeded chance: the whole pool is driven by {@link
 * Stepper}, the same every time.
 */
@Singleton
@LookupIfProperty(name = "kale.stepped", stringValue = "true")
final class SteppedTimekeeping implements Timekeeping {
  private final SteppedSettings settings;

  SteppedTimekeeping(SteppedSettings settings) {
    this.settings = settings;
  }

  @Override
  public Clock clock() {
    return new SteppedClock(settings.start());
  }

  /** Good for nothing but tests. */
  @Override
  public RandomGenerator random() {
    return new SplittableRandom(settings.seed());
  }

  @Override
  public Leader.Patience patience() {
    return Leader.Patience.WITHOUT_END;
  }

  @Override
  public Tasks tasks(TaskRunner runner) {
    return new SteppedTasks(runner);
  }

  @Override
  public void start(Tasks tasks, Leader leader, List<Sweep> sweeps) {
    // the stepper runs them
  }

  @Override
  public void stop() {
    // nothing runs
  }
}
