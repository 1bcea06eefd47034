package org.kalepool.plant;

import java.util.ArrayDeque;
import java.util.Deque;

/** How long the last ledgers took, by which it is told how long the next one will take at least. */
public final class LedgerLengths {
  private static final int KEPT = 120;

  /** Fewer say nothing. */
  private static final int ENOUGH = 30;

  /**
   * What is less sure is not done: with mainnet's fees a plant that fails costs what some twenty
   * that land in the opening ledger bring.
   */
  private static final double SURE = 0.98;

  private final Deque<Long> seconds = new ArrayDeque<>();

  /** One ledger more, from the close before it to its own. */
  public void add(long took) {
    seconds.addLast(took);
    if (seconds.size() > KEPT) {
      seconds.removeFirst();
    }
  }

  /** As if none had been seen. */
  public void forget() {
    seconds.clear();
  }

  /** Whether a ledger is sure to take half as long as ledgers do: then most blocks are met. */
  public boolean areRegular() {
    double mean = seconds.stream().mapToLong(Long::longValue).average().orElse(0);
    return isAtLeast((long) Math.ceil(mean / 2));
  }

  /** Whether the next ledger takes so many seconds or more, as surely as can be told. */
  public boolean isAtLeast(long needed) {
    if (seconds.size() < ENOUGH) {
      return false;
    }
    long longEnough = seconds.stream().filter(took -> took >= needed).count();
    return longEnough >= SURE * seconds.size();
  }
}
