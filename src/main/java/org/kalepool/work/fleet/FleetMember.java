package org.kalepool.work.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.kalepool.work.fleet.FleetMessage.Fate;
import org.kalepool.work.fleet.FleetMessage.LeaseRequest;
import org.kalepool.work.fleet.FleetMessage.Leases;
import org.kalepool.work.miner.Assignments;
import org.kalepool.work.miner.HashMeter;

/** One hasher as the {@link LeaseDesk} knows it, under its lock; all times by its clock, ns. */
final class FleetMember {
  /** Less of the window than this says little about the speed. */
  private static final double LEAST_BUSY = 0.01;

  private final HashMeter meter = new HashMeter();
  private final Map<Long, Held> leases = new HashMap<>();
  private final long since;
  private LeaseRequest last;
  private long heardAt;
  private boolean busy;

  /** Nonces that were handed out and that no hash has been told for. */
  private long handedOut;

  private double lastSpeed;
  private long hits;
  private long wrong;

  FleetMember(LeaseRequest first, long now) {
    this.last = first;
    this.since = now;
    this.heardAt = now;
  }

  /** A range that it works off, and what stands for it on the board. */
  private record Held(int thread, long until) {}

  /** It can have hashed no more than it was given. */
  void heard(LeaseRequest request, long now) {
    long told = Math.max(0, request.hashes() - last.hashes());
    long hashes = Math.min(told, handedOut);
    handedOut -= hashes;
    meter.add(now, hashes, busy ? now - heardAt : 0);
    last = request;
    heardAt = now;
  }

  void dealt(FleetMessage answer) {
    busy = answer instanceof Leases || !leases.isEmpty();
  }

  void hold(long id, int thread, int count, long until) {
    leases.put(id, new Held(thread, until));
    handedOut += count;
  }

  boolean over(long id, long now) {
    Held held = leases.get(id);
    return held == null || held.until() < now;
  }

  /** Ends the leases with these ids. */
  void end(Assignments board, LongPredicate ended) {
    leases
        .entrySet()
        .removeIf(
            each -> {
              boolean over = ended.test(each.getKey());
              if (over) {
                board.leave(each.getValue().thread());
              }
              return over;
            });
  }

  void hit(Fate fate) {
    switch (fate) {
      case STORED -> hits++;
      case WRONG -> wrong++;
      case OVER, LATER -> {
        // neither for nor against it
      }
    }
  }

  int leases() {
    return leases.size();
  }

  long hashes() {
    return meter.total();
  }

  long silent(long now) {
    return now - heardAt;
  }

  double rate(long now, Duration window) {
    return meter.hashes(now, window) * 1e9 / HashMeter.span(withinLife(now, window));
  }

  /** As measured here, lately or before; 0 until there is a measurement. */
  double speed(long now, Duration window) {
    long busyNanos = meter.busyNanos(now, window);
    if (busyNanos > LEAST_BUSY * HashMeter.span(withinLife(now, window))) {
      lastSpeed = meter.hashes(now, window) * 1e9 / busyNanos;
    }
    return lastSpeed;
  }

  private Duration withinLife(long now, Duration window) {
    long age = now - since;
    return window.toNanos() <= age ? window : Duration.ofNanos(age);
  }

  HasherStatus status(String name, long now, Duration window) {
    Duration silent = Duration.ofNanos(silent(now));
    return new HasherStatus(
        name,
        last.kernel(),
        last.threads(),
        rate(now, window),
        hits,
        wrong,
        silent,
        silent.compareTo(LeaseDesk.SILENCE) > 0);
  }
}
