package org.kalepool.block;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Backoff;

/**
 * How the polls went, and when the next one may be: the pause between them doubles with each
 * failure in a row, up to a minute.
 */
final class PollRecord {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Backoff backoff;
  private int failures;
  private @Nullable Instant lastSuccess;
  private @Nullable Instant notBefore;
  private @Nullable String lastError;

  PollRecord(Duration interval) {
    this.backoff = new Backoff(interval.multipliedBy(2), LONGEST);
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
    notBefore = now.plus(backoff.after(failures));
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
