package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.kalepool.schedule.Backoff;

/** When something is tried again: later and later, and never all at once. */
@Singleton
final class Waits {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

  private final Clock clock;
  private final RandomGenerator random;

  Waits(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * @param attempts how often it was tried before
   */
  Instant after(int attempts) {
    return clock.instant().plus(BACKOFF.spread(attempts + 1L, random));
  }

  Instant soon() {
    return after(0);
  }

  boolean olderThan(Instant start, Duration age) {
    return Duration.between(start, clock.instant()).compareTo(age) > 0;
  }
}
