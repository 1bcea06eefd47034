package org.kalepool.stellar.rpc;

import java.util.concurrent.TimeUnit;

/**
 * Keeps the calls to one node below so many a second. A second's worth may go at once after a
 * pause; the rest is spread. Thread-safe.
 */
final class Pacing {
  private final long gapNanos;
  private final long burstNanos;

  /** When the next call's turn is, by {@link System#nanoTime}; guarded by this. */
  private long next;

  /**
   * @param perSecond 0 for no limit
   */
  Pacing(int perSecond) {
    if (perSecond < 0) {
      throw new IllegalArgumentException("kale.rpc.requests-per-second cannot be negative");
    }
    this.gapNanos = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.burstNanos = gapNanos == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) - gapNanos;
    this.next = System.nanoTime() - burstNanos;
  }

  /**
   * Waits for a turn.
   *
   * @return false, without having waited, if it would take longer than that
   */
  boolean await(long mostNanos) throws InterruptedException {
    if (gapNanos == 0) {
      return true;
    }
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      long turn = Math.max(next, now - burstNanos);
      wait = turn - now;
      if (wait > mostNanos) {
        return false;
      }
      next = turn + gapNanos;
    }
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
    return true;
  }
}
