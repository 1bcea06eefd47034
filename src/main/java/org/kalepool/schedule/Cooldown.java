package org.kalepool.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a sweep that a thousand events ask for from running all the time: after a run it rests for
 * some times as long as that took. On a stepped clock a run takes no time, and there is no rest.
 * What is passed over is for the next ledger's or the timer's run to find. Thread-safe.
 */
public final class Cooldown {
  private final Clock clock;
  private final int times;
  private volatile Instant until = Instant.MIN;

  /**
   * @param times how many times as long as it ran
   */
  public Cooldown(Clock clock, int times) {
    this.clock = clock;
    this.times = times;
  }

  /** Runs it, whether or not it has rested. */
  public void after(Runnable run) {
    Instant start = clock.instant();
    try {
      run.run();
    } finally {
      Instant end = clock.instant();
      until = end.plus(Duration.between(start, end).multipliedBy(times));
    }
  }

  /** Whether it has rested long enough. */
  public boolean over() {
    return !clock.instant().isBefore(until);
  }
}
