package org.kalepool.schedule;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.kalepool.leader.Leader;

/**
 * Where time, chance and threads come from. A service takes them from the machine; the lab has an
 * alternative, on which nothing moves until it is told to.
 */
public interface Timekeeping {
  /** The machine's clock, for a process that has no container to ask for one. */
  static Clock wallClock() {
    return Clock.systemUTC();
  }

  /** Chance that nobody can foretell. */
  static RandomGenerator strongRandom() {
    try {
      return SecureRandom.getInstance("NativePRNGNonBlocking");
    } catch (NoSuchAlgorithmException e) {
      // another system's: its default is as strong
      return new SecureRandom();
    }
  }

  Clock clock();

  RandomGenerator random();

  /** How long what the database said of leadership holds. */
  Leader.Patience patience();

  /**
   * What runs tasks by this clock.
   *
   * @param runner runs a task once its time has come
   */
  Tasks tasks(TaskRunner runner);

  /** Begins to run the sweeps. */
  void start(Tasks tasks, Leader leader, List<Sweep> sweeps);

  /** Runs nothing any more, and waits a moment for what is running. */
  void stop();
}
