package org.kalepool.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Which deeds share a transaction, by what that saves and what it risks. Pure functions. */
public final class BatchPlan {
  /** Fewer save hardly more than the contract in between costs. */
  public static final int LEAST = 3;

  /** More come near what one transaction may read, write and compute. */
  public static final int MOST = 50;

  /** Of urgent ones, wanted of a transaction: it costs about 10 000 stroops, each 4 500 more. */
  public static final int URGENT = 12;

  /** Of plants of vaults, wanted of a transaction. */
  public static final int PLANTS = 32;

  /** More come near what one transaction may read and write. */
  public static final int MOST_VAULTS = 40;

  /**
   * Vaults that are harvested and planted by one call, at most: the two events of each fill what a
   * transaction may tell.
   */
  public static final int MOST_TURNS = 36;

  /**
   * Channels that carry something while vaults are planted, at most: a ledger takes four or five
   * full transactions, and a node forgets what has found no room in four, and refuses it for ten
   * more.
   */
  public static final int MOST_WAITING = 16;

  private BatchPlan() {}

  /**
   * Whether works go together. One transaction that does not land takes all of them with it, so
   * near the block's end each goes by itself, as long as the ledgers that are left have room for
   * that.
   *
   * @param works that are due now
   * @param secondsLeft until the block's time is over
   * @param single so long before that works go by themselves
   * @param worksPerLedger single ones that a ledger takes
   */
  public static boolean worksTogether(
      int works, double secondsLeft, Duration single, int worksPerLedger, double ledgerSeconds) {
    if (works < LEAST) {
      return false;
    }
    if (secondsLeft > single.toSeconds()) {
      return true;
    }
    double ledgers = Math.max(1, Math.floor(secondsLeft / ledgerSeconds));
    return works > ledgers * worksPerLedger;
  }

  /**
   * What each transaction carries: parts of the size that is wanted, larger ones where there are
   * more parts than lanes. What is in none of them has to go by itself, or to wait.
   *
   * @param deeds in the order in which they are to be together
   * @param lanes that are free
   * @param size wanted of a part
   */
  public static <T> List<List<T>> parts(List<T> deeds, int lanes, int size) {
    if (lanes <= 0 || deeds.size() < LEAST) {
      return List.of();
    }
    int needed = Math.ceilDiv(deeds.size(), Math.min(size, MOST));
    return even(deeds, Math.min(needed, lanes), Math.min(MOST, 2 * size));
  }

  /**
   * The same for deeds that cannot go by themselves, however few they are.
   *
   * @param most that one transaction takes
   */
  public static <T> List<List<T>> all(List<T> deeds, int lanes, int size, int most) {
    return even(deeds, Math.min(Math.ceilDiv(deeds.size(), size), lanes), most);
  }

  /**
   * Urgent ones of the same kind: one that does not land takes no more than a dozen with it, which
   * keeps a transaction's own cost a small part of theirs. Half of the lanes are left for what is
   * urgent in the next ledger; where a dozen on each of the others is not enough, as many go
   * together as one transaction takes.
   */
  public static <T> List<List<T>> spread(List<T> deeds, int lanes) {
    int dozens = Math.ceilDiv(deeds.size(), URGENT);
    int wanted = dozens <= Math.ceilDiv(lanes, 2) ? dozens : Math.ceilDiv(deeds.size(), MOST);
    return even(deeds, Math.min(wanted, lanes), MOST);
  }

  private static <T> List<List<T>> even(List<T> deeds, int number, int most) {
    List<List<T>> parts = new ArrayList<>();
    int all = Math.min(deeds.size(), number * most);
    int from = 0;
    for (int part = 0; part < number; part++) {
      // even parts: a small last one would save little
      int to = from + Math.ceilDiv(all - from, number - part);
      parts.add(List.copyOf(deeds.subList(from, to)));
      from = to;
    }
    return parts;
  }
}
