package org.kalepool.machine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Backoff;

/**
 * Whether the backend can be had, and when it may be asked again: after each failure in a row it is
 * left alone for longer, for half a minute at most, or for as long as it said. Thread-safe.
 */
final class BackendContact {
  private static final Logger LOG = Logger.getLogger(BackendContact.class);
  private static final Backoff USUAL = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

  /** A work that comes too late is worth nothing. */
  private static final Backoff URGENT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));

  /** What is asked; each is tried by itself. */
  enum Topic {
    BEAT,
    PLANT,
    WORK,
    REPORT,
    HARVEST
  }

  private final Clock clock;
  private final RandomGenerator random;
  private final Map<Topic, Integer> failures = new EnumMap<>(Topic.class);
  private final Map<Topic, Instant> notBefore = new EnumMap<>(Topic.class);
  private @Nullable Instant lastAnswer;
  private @Nullable String lastError;
  private boolean away;

  BackendContact(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * Asks, unless it is too soon for that.
   *
   * @return empty if it was not asked, is away or has refused, or the thread was interrupted
   */
  <T> Optional<T> ask(Topic topic, Supplier<T> call) {
    if (!mayAsk(topic)) {
      return Optional.empty();
    }
    try {
      T answer = call.get();
      answered(topic);
      return Optional.of(answer);
    } catch (BackendAwayException e) {
      if (Thread.currentThread().isInterrupted()) {
        // this machine ends, which says nothing of the backend
        return Optional.empty();
      }
      failed(topic, String.valueOf(e.getMessage()), true, e.after());
      return Optional.empty();
    } catch (BackendRefusalException e) {
      failed(topic, String.valueOf(e.getMessage()), false, Duration.ZERO);
      return Optional.empty();
    }
  }

  private synchronized boolean mayAsk(Topic topic) {
    return !clock.instant().isBefore(notBefore.getOrDefault(topic, Instant.EPOCH));
  }

  private synchronized void answered(Topic topic) {
    if (away) {
      LOG.info("the backend answers again");
    }
    away = false;
    lastAnswer = clock.instant();
    lastError = null;
    failures.remove(topic);
    notBefore.remove(topic);
  }

  private synchronized void failed(Topic topic, String what, boolean gone, Duration after) {
    int row = failures.merge(topic, 1, Integer::sum);
    Duration pause = (topic == Topic.WORK ? URGENT : USUAL).spread(row, random);
    notBefore.put(topic, clock.instant().plus(pause.compareTo(after) > 0 ? pause : after));
    if (!what.equals(lastError)) {
      LOG.warnf(gone ? "the backend is away: %s" : "the backend refuses: %s", what);
    }
    away |= gone;
    lastError = what;
    if (!gone) {
      lastAnswer = clock.instant();
    }
  }

  /** Whether the last call that had an end came to nothing because the backend is away. */
  synchronized boolean away() {
    return away;
  }

  /** When it last answered, be it by a refusal. */
  synchronized Optional<Instant> lastAnswer() {
    return Optional.ofNullable(lastAnswer);
  }

  /** What went wrong last; empty if nothing since the last answer. */
  synchronized Optional<String> lastError() {
    return Optional.ofNullable(lastError);
  }
}
