package org.kalepool.books;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.kalepool.books.Movement.Sums;

/**
 * How far a statement is made: from what there is now back to its first moment, a page of the
 * journal at a time. Its last balance is so the one that is compared with the chain, and the first
 * is what remains when all movements are taken off it. What is booked meanwhile is not in it.
 *
 * <p>The journal's order decides what is within: entries that were booked at the same time by two
 * stand in it in another order than their times. The last entry of a period is the newest one that
 * is before its end, and the next period begins after the same.
 */
public final class MovementWalk {
  private final UUID farmer;
  private final Instant begin;
  private final Instant end;
  private final MovementHashes hashes;
  private Sums balance;
  private long before;
  private boolean within;
  private boolean done;

  /**
   * @param balance what there is after the entry before {@code before}
   */
  MovementWalk(
      UUID farmer, Instant begin, Instant end, MovementHashes hashes, Sums balance, long before) {
    this.farmer = farmer;
    this.begin = begin;
    this.end = end;
    this.hashes = hashes;
    this.balance = balance;
    this.before = before;
  }

  UUID farmer() {
    return farmer;
  }

  long before() {
    return before;
  }

  /** Whether there is nothing more to read. */
  public boolean done() {
    return done;
  }

  /** Before the oldest movement that was given out; when all is read, the opening balance. */
  public Sums balance() {
    return balance;
  }

  /**
   * Takes the next page of the journal in.
   *
   * @return those of its entries that are within the period, newest first
   */
  List<Movement> take(List<JournalPages.Shown> page) {
    List<Movement> movements = new ArrayList<>();
    done = page.isEmpty();
    for (JournalPages.Shown entry : page) {
      if (entry.at().isBefore(begin)) {
        done = true;
        break;
      }
      within = within || entry.at().isBefore(end);
      for (Movement movement : Movement.of(farmer, entry, hashes.of(entry)).reversed()) {
        balance = balance.minus(movement.change());
        if (within) {
          movements.add(movement);
        }
      }
      before = entry.id();
    }
    return movements;
  }
}
