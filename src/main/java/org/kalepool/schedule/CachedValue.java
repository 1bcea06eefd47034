package org.kalepool.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A figure that is worked out anew only now and then, by one caller at a time: others get the old
 * one meanwhile, and wait only for the first.
 *
 * @param <T> the figure
 */
public final class CachedValue<T> {
  private final Clock clock;
  private final Duration maxAge;
  private final Supplier<T> source;
  private final ReentrantLock working = new ReentrantLock();
  private volatile @Nullable Known<T> last;

  private record Known<T>(Instant at, T value) {}

  /**
   * @param maxAge how old a figure may be before it is worked out anew
   * @param source works it out; what it throws reaches the caller, and the old figure stays
   */
  public CachedValue(Clock clock, Duration maxAge, Supplier<T> source) {
    this.clock = clock;
    this.maxAge = maxAge;
    this.source = source;
  }

  /** The figure, at most as old as it may be unless somebody is just working out a newer one. */
  public T get() {
    Known<T> known = last;
    if (known == null) {
      working.lock();
    } else if (fresh(known) || !working.tryLock()) {
      return known.value();
    }
    try {
      Known<T> newest = last;
      if (newest == null || !fresh(newest)) {
        newest = new Known<>(clock.instant(), source.get());
        last = newest;
      }
      return newest.value();
    } finally {
      working.unlock();
    }
  }

  /** A clock that was set back makes nothing last longer. */
  private boolean fresh(Known<T> known) {
    Instant now = clock.instant();
    return !known.at().isAfter(now) && !known.at().plus(maxAge).isBefore(now);
  }
}
