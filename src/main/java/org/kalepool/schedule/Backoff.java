package org.kalepool.schedule;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off: after each failure in a row twice as long is waited, up to a limit.
 *
 * @param first the pause after the first failure, in whole milliseconds
 * @param longest the longest pause, in whole milliseconds
 */
public record Backoff(Duration first, Duration longest) {
  /**
   * How long is waited.
   *
   * @param failures in a row, the latest included; fewer than one count as one
   */
  public Duration after(long failures) {
    return Duration.ofMillis(pause(failures));
  }

  /**
   * Half of {@link #after} at least and all of it at most, so that not everybody comes back at
   * once.
   *
   * @param failures in a row, the latest included
   */
  public Duration spread(long failures, RandomGenerator random) {
    long half = pause(failures) / 2;
    return Duration.ofMillis(half + random.nextLong(half + 1));
  }

  private long pause(long failures) {
    return doubled(first.toMillis(), failures - 1, longest.toMillis());
  }

  /**
   * The same in any unit, such as ledgers.
   *
   * @param first a positive number
   * @param doublings how often it is doubled
   * @param longest what it does not exceed
   */
  public static long doubled(long first, long doublings, long longest) {
    int room = Long.numberOfLeadingZeros(first) - 1;
    return doublings > room ? longest : Math.min(first << Math.max(doublings, 0), longest);
  }
}
