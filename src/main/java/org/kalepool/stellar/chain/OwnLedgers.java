package org.kalepool.stellar.chain;

import java.util.HashMap;
import java.util.Map;
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

  /** By transaction. */
  private final Map<Long, Waiting> waiting = new HashMap<>();

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

  /**
   * One of which it is not known yet whether a ledger after this one has it.
   *
   * @param part of a ledger that it takes
   */
  private record Waiting(double part, long notUntil) {}

  /**
   * How far ledgers leave one of ours out for the sake of others of ours.
   *
   * @param full had no room for one more of ours beside ours
   * @param unknown may have had none: of ours that wait, too many may be in them
   */
  record Room(int full, int unknown) {
    /** Where none of ours compete. */
    static final Room OTHERS = new Room(0, 0);
  }

  /**
   * Notes that one is in none of the ledgers up to this one, and may be in later ones.
   *
   * @param part of a ledger that it takes
   */
  void waits(long transaction, double part, long ledger) {
    waiting.put(transaction, new Waiting(part, ledger));
    waiting.values().removeIf(it -> it.notUntil < ledger - KEPT);
  }

  /** Notes that all is known of one. */
  void ended(long transaction) {
    waiting.remove(transaction);
  }

  /** Notes one that is in a ledger. */
  void taken(long ledger, double part, long bid, long price) {
    ledgers.merge(ledger, new Own(part, bid, price), Own::plus);
    ledgers.headMap(ledgers.lastKey() - KEPT, true).clear();
  }

  /**
   * What room the ledgers between these two had for one more of ours.
   *
   * @param transaction which it is
   * @param part of a ledger that it takes
   */
  Room room(long transaction, double part, long sent, long until) {
    int full = 0;
    int unknown = 0;
    for (long ledger = sent + 1; ledger < until; ledger++) {
      Own own = ledgers.get(ledger);
      double ours = part + (own == null ? 0 : own.part);
      if (own != null && ours > NEARLY_ALL) {
        full++;
      } else if (ours + mayBeIn(ledger, transaction) > NEARLY_ALL) {
        unknown++;
      }
    }
    return new Room(full, unknown);
  }

  private double mayBeIn(long ledger, long beside) {
    return waiting.entrySet().stream()
        .filter(it -> it.getKey() != beside && it.getValue().notUntil < ledger)
        .mapToDouble(it -> it.getValue().part)
        .sum();
  }

  /** Whether a price is what ours bid against each other, and says nothing of others. */
  boolean made(long price) {
    return ledgers.values().stream()
        .anyMatch(own -> own.part > MOST && own.price == price && own.lowest == price);
  }
}
