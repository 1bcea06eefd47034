package org.kalepool.lab.step;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/** A clock that stands still until it is told to move. */
public final class SteppedClock extends Clock {
  private final ZoneId zone;
  private volatile Instant now;

  public SteppedClock(Instant start) {
    this(start, ZoneOffset.UTC);
  }

  private SteppedClock(Instant start, ZoneId zone) {
    this.now = Objects.requireNonNull(start);
    this.zone = zone;
  }

  public void advance(Duration step) {
    now = now.plus(step);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** A snapshot in another zone; it does not follow this clock. */
  @Override
  public Clock withZone(ZoneId other) {
    return new SteppedClock(now, other);
  }
}
