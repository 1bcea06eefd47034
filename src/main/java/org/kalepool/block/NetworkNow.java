package org.kalepool.block;

import java.time.Clock;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.GameRules;

/** The network's time between two ledgers. */
public final class NetworkNow {
  /** A clock further from the network's time than this does not keep that time. */
  private static final long SAME_TIME_SECONDS = 30;

  private NetworkNow() {}

  /** By this machine's clock, unless the network's time is another; Unix seconds. */
  public static long of(Clock clock, Current current) {
    return of(clock, current.closeTime());
  }

  /**
   * The same.
   *
   * @param closeTime of the newest ledger seen, Unix seconds
   */
  public static long of(Clock clock, long closeTime) {
    long clocks = clock.instant().getEpochSecond();
    boolean same = Math.abs(clocks - closeTime) <= SAME_TIME_SECONDS;
    return same ? Math.max(clocks, closeTime) : closeTime;
  }

  /** The same; before any ledger was seen this machine's clock's. */
  public static long of(Clock clock, Blocks blocks) {
    return blocks
        .current()
        .map(current -> of(clock, current))
        .orElseGet(() -> clock.instant().getEpochSecond());
  }

  /** Seconds until the next block can be opened; not negative. */
  public static long left(Clock clock, Current current) {
    long due = current.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS;
    return Math.max(0, due - of(clock, current));
  }
}
