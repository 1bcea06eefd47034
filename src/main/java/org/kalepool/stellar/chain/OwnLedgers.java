package org.kalepool.stellar.chain;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What contract calls of the pool's own took of ledgers lately. Where they have taken nearly all of
 * one, what it has left out of theirs competes with them alone: to bid more would change whose turn
 * it is and what all of them pay, not how many find room. Not safe for use by several threads at
 * once.
 */
final class OwnLedgers {
  /** A block's, and longer than anything waits. */
  private static final int KEPT = 60;

  /** Others have less than a quarter of a ledger in which ours, and what waits, have more. */
  private static final double NEARLY_ALL = 0.75;

  private static final double MOST = 0.5;

  private final NavigableMap<Long, Own> ledgers = new TreeMap<>();

  /**
   * What one ledger had of ours.
   *
   * @param part of what they took most of
   * @param lowest of their bids for an operation, stroops
   * @param price that the ledger charged for one
   */
  private record Own(double part, long lowest, long price) {
    Own plus(Own other) {
      return new Own(
          part + other.part, Math.min(lowest, other.lowest), Math.min(price, other.price));
    }
  }

  /** Notes one that is in a ledger. */
  void taken(long ledger, double part, long bid, long price) {
    ledgers.merge(ledger, new Own(part, bid, price), Own::plus);
    ledgers.headMap(ledgers.lastKey() - KEPT, true).clear();
  }

  /**
   * How many of the ledgers between these two had no room for one more of ours beside ours.
   *
   * @param part of a ledger that it takes
   */
  int full(long sent, long until, double part) {
    return (int)
        ledgers.subMap(sent, false, until, false).values().stream()
            .filter(own -> own.part + part > NEARLY_ALL)
            .count();
  }

  /** Whether a price is what ours bid against each other, and says nothing of others. */
  boolean made(long price) {
    return ledgers.values().stream()
        .anyMatch(own -> own.part > MOST && own.price == price && own.lowest == price);
  }
}
