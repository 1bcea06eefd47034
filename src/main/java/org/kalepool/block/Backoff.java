package org.kalepool.block;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Doubles the pause between polls with each failure in a row, up to a minute. */
final class Backoff {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Duration interval;
  private int failures;
  private @Nullable Instant lastSuccess;
  private @Nullable Instant notBefore;
  private @Nullable String lastError;

  Backoff(Duration interval) {
    this.interval = interval;
  }

  synchronized boolean mayTry(Instant now) {
    return notBefore == null || !now.isBefore(notBefore);
  }

  synchronized void succeeded(Instant now) {
    failures = 0;
    lastSuccess = now;
    notBefore = null;
    lastError = null;
  }

  synchronized void failed(Instant now, String error) {
    failures++;
    lastError = error;
    Duration pause = interval.multipliedBy(1L << Math.min(failures, 16));
    notBefore = now.plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
  }

  synchronized int failures() {
    return failures;
  }

  synchronized Optional<Instant> lastSuccess() {
    return Optional.ofNullable(lastSuccess);
  }

  synchronized Optional<String> lastError() {
    return Optional.ofNullable(lastError);
  }
}
