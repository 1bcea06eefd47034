package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When something is tried again: later and later, and never all at once. */
@Singleton
final class Waits {
  private static final long FIRST = 500;
  private static final long LONGEST = 10_000;

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
    long pause = Math.min(FIRST << Math.min(attempts, 10), LONGEST);
    return clock.instant().plusMillis(pause / 2 + random.nextLong(pause / 2 + 1));
  }

  Instant soon() {
    return after(0);
  }

  boolean olderThan(Instant start, Duration age) {
    return Duration.between(start, clock.instant()).compareTo(age) > 0;
  }
}
