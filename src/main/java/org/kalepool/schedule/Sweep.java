package org.kalepool.schedule;

import java.time.Duration;

/**
 * A stage's search for open work. Every bean of this type is run at start-up, again after each
 * {@link #every()}, and whenever an event makes its stage ask for it through {@link Tasks}. Running
 * it with nothing to do changes nothing.
 */
public interface Sweep {
  /** The key under which it runs in {@link Tasks}; unique among sweeps. */
  String name();

  /** The longest time between two runs, in wall-clock time. */
  Duration every();

  /**
   * How long one run may take before it is ended, wall-clock time; {@code kale.tasks.longest} where
   * that is longer.
   */
  default Duration longest() {
    return Duration.ZERO;
  }

  /** Finds what is open in the database and moves it on; never waits for the network's progress. */
  void sweep();

  /** Whether it also runs on a process that does not farm: it looks, and changes nothing twice. */
  default boolean everywhere() {
    return false;
  }

  /** Has it run soon. */
  default void submitTo(Tasks tasks) {
    if (everywhere()) {
      tasks.submitEverywhere(name(), this::sweep);
    } else {
      tasks.submit(name(), this::sweep);
    }
  }
}
