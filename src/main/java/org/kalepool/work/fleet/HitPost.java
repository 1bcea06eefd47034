package org.kalepool.work.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Backoff;
import org.kalepool.work.fleet.FleetMessage.Fate;
import org.kalepool.work.fleet.FleetMessage.Hit;
import org.kalepool.work.fleet.FleetMessage.Verdict;

/**
 * The finds that the pooler has not acknowledged yet: each is told at once, and again until it is
 * known to be stored or of no use. Thread-safe.
 */
final class HitPost {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

  /** A block is over before. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final int MOST = 4_096;

  private final Broker broker;
  private final String subject;
  private final LongSupplier nanoTime;
  private final Consumer<Hit> onStored;
  private final Runnable onChange;
  private final Map<Hit, Waiting> hits = new LinkedHashMap<>();
  private long stored;
  private long wrong;

  /** How often a hit was told and when it is due again. */
  private static final class Waiting {
    final long since;
    long due;
    long tries;
    boolean underWay;

    Waiting(long now) {
      since = now;
      due = now;
    }
  }

  /**
   * @param onStored hears of each hit that the pooler has acknowledged as stored
   * @param onChange runs when something may be due sooner than was thought
   */
  HitPost(
      Broker broker,
      String subject,
      LongSupplier nanoTime,
      Consumer<Hit> onStored,
      Runnable onChange) {
    this.broker = broker;
    this.subject = subject;
    this.nanoTime = nanoTime;
    this.onStored = onStored;
    this.onChange = onChange;
  }

  /** Takes a find in; the least of all gives way if there are too many. */
  void add(Hit hit) {
    synchronized (this) {
      hits.put(hit, new Waiting(nanoTime.getAsLong()));
      if (hits.size() > MOST) {
        hits.keySet().stream().min(Comparator.comparingInt(Hit::zeros)).ifPresent(hits::remove);
      }
    }
    onChange.run();
  }

  /** Tells what is due. */
  void send() {
    List<Hit> due = new ArrayList<>();
    synchronized (this) {
      long now = nanoTime.getAsLong();
      hits.values().removeIf(it -> !it.underWay && now - it.since > LONGEST.toNanos());
      hits.forEach(
          (hit, waiting) -> {
            if (!waiting.underWay && waiting.due - now <= 0) {
              waiting.underWay = true;
              waiting.tries++;
              due.add(hit);
            }
          });
    }
    for (Hit hit : due) {
      var _ =
          broker
              .ask(subject, FleetCodec.encode(hit), PATIENCE)
              .whenComplete((answer, failure) -> answered(hit, answer));
    }
  }

  private void answered(Hit hit, byte @Nullable [] answer) {
    Fate fate = fate(answer);
    synchronized (this) {
      switch (fate) {
        case STORED -> stored += hits.remove(hit) == null ? 0 : 1;
        case WRONG -> wrong += hits.remove(hit) == null ? 0 : 1;
        case OVER -> hits.remove(hit);
        case LATER -> {
          Waiting waiting = hits.get(hit);
          if (waiting != null) {
            waiting.underWay = false;
            waiting.due = nanoTime.getAsLong() + BACKOFF.after(waiting.tries).toNanos();
          }
        }
      }
    }
    if (fate == Fate.STORED) {
      onStored.accept(hit);
    }
    onChange.run();
  }

  private static Fate fate(byte @Nullable [] answer) {
    if (answer == null) {
      return Fate.LATER;
    }
    try {
      return FleetCodec.decode(answer) instanceof Verdict verdict ? verdict.fate() : Fate.LATER;
    } catch (BadMessageException e) {
      // another release serves there: perhaps not for long
      return Fate.LATER;
    }
  }

  /** Those not acknowledged yet. */
  synchronized int waiting() {
    return hits.size();
  }

  /** Acknowledged as stored. */
  synchronized long stored() {
    return stored;
  }

  /** Refused as wrong. */
  synchronized long wrong() {
    return wrong;
  }
}
