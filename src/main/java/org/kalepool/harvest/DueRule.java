package org.kalepool.harvest;

import org.kalepool.schedule.Backoff;

/**
 * When a pail is harvested.
 *
 * @param index the running block
 * @param ledger the newest ledger
 * @param ttl ledgers a temporary entry lives, its first included
 * @param margin ledgers before its end at which an entry is taken care of
 */
record DueRule(long index, long ledger, long ttl, long margin) {
  private static final long FIRST_PAUSE = 6;
  private static final long LONGEST_PAUSE = 600;
  private static final long URGENT_PAUSE = 12;

  /**
   * The margin is a share of the entries' life, but no less than a number of ledgers that allows
   * for several attempts, and no more than a quarter of it.
   */
  static DueRule of(long index, long ledger, long ttl, int sharePercent, long leastMargin) {
    long margin = Math.min(Math.max(ttl * sharePercent / 100, leastMargin), ttl / 4);
    return new DueRule(index, ledger, ttl, margin);
  }

  /** The last ledger in which pail and block both live; unknown blocks may end any time. */
  long liveUntil(OpenPail pail) {
    Long block = pail.blockLiveUntil();
    return Math.min(block == null ? 0 : block, pail.plantedLedger() + ttl - 1);
  }

  boolean isDue(OpenPail pail) {
    return pail.block() < index
        && (pail.block() + pail.interval() <= index || pail.leaving() || expiresSoon(pail));
  }

  boolean expiresSoon(OpenPail pail) {
    return liveUntil(pail) - margin <= ledger;
  }

  /** Whether the pause after the failures so far is over: doubling, short near the end. */
  boolean mayTryAgain(OpenPail pail) {
    if (pail.attempts() == 0) {
      return true;
    }
    long pause = Backoff.doubled(FIRST_PAUSE, pail.attempts() - 1, LONGEST_PAUSE);
    if (expiresSoon(pail)) {
      pause = Math.min(pause, URGENT_PAUSE);
    }
    return ledger >= pail.lastAttempt() + pause;
  }
}
