package org.kalepool.work;

import java.util.function.BooleanSupplier;
import org.kalepool.kale.GameRules;
import org.kalepool.work.plan.NetworkLog;
import org.kalepool.work.plan.NetworkMeasures;

/**
 * How the network behaves, from what was seen of it: pace of the ledgers, how long works take to
 * land, how late blocks are opened. In memory, and safe for use by several threads.
 */
final class SeenPace implements NetworkPace {
  private final NetworkLog log = new NetworkLog();
  private final BooleanSupplier early;
  private long dueAt = Long.MAX_VALUE;
  private long firstDueLedger = -1;
  private long lastLedger = -1;

  /**
   * @param early whether the pool's own plants are to open the next block in the first ledger that
   *     can
   */
  SeenPace(BooleanSupplier early) {
    this.early = early;
  }

  /** The next ledger has closed. */
  synchronized void ledgerClosed(long sequence, long closeTime) {
    log.ledgerClosed(sequence, closeTime);
    lastLedger = sequence;
    if (closeTime >= dueAt && firstDueLedger < 0) {
      firstDueLedger = sequence;
    }
  }

  /** The next block has opened. */
  synchronized void blockOpened(long openedAt) {
    if (dueAt != Long.MAX_VALUE) {
      log.blockOpened(
          ledgersLate(dueAt - GameRules.BLOCK_INTERVAL_SECONDS, openedAt), early.getAsBoolean());
    }
    dueAt = openedAt + GameRules.BLOCK_INTERVAL_SECONDS;
    firstDueLedger = -1;
  }

  /** A block after the one before it, both long over. */
  synchronized void blockFollowed(long openedAt, long nextOpenedAt) {
    log.blockOpened(ledgersLate(openedAt, nextOpenedAt), false);
  }

  /** A ledger of a block that is over; it is not the newest one. */
  synchronized void ledgerOfOld(long sequence, long closeTime) {
    log.ledgerClosed(sequence, closeTime);
  }

  /** The running block, of which no ledger has been seen yet. */
  synchronized void runs(long openedAt) {
    dueAt = openedAt + GameRules.BLOCK_INTERVAL_SECONDS;
  }

  /**
   * A work is in a ledger.
   *
   * @param ledgers from the newest one known when it was asked for to its own
   */
  synchronized void workLanded(long ledgers) {
    log.workLanded(ledgers);
  }

  /**
   * A work of this block is in a ledger.
   *
   * @param asked the newest ledger known when it was asked for
   */
  synchronized void workLanded(long asked, long ledger) {
    log.workLanded(asked, ledger);
  }

  /** How many works the way on which they go brings into a ledger. */
  synchronized void carries(int works) {
    log.capacity(works);
  }

  /** A work can no longer land. */
  synchronized void workLost() {
    log.workLost();
  }

  @Override
  public synchronized NetworkMeasures measures() {
    return log.measures(early.getAsBoolean());
  }

  @Override
  public synchronized int ledgersPastDue() {
    return firstDueLedger < 0 ? 0 : (int) Math.min(lastLedger - firstDueLedger + 1, 1_000);
  }

  /** Ledgers between the first that could open the next block and the one that did. */
  private long ledgersLate(long openedAt, long nextOpenedAt) {
    double late = nextOpenedAt - openedAt - GameRules.BLOCK_INTERVAL_SECONDS;
    return (long) Math.max(late / log.measures(false).ledgerSeconds().mean(), 0);
  }
}
