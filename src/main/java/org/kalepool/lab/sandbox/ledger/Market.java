package org.kalepool.lab.sandbox.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Others who compete for the room of ledgers, by a schedule: in a surge they are many and bid some
 * times the usual. Drawn from a seeded source by the ledger's number, so that the same ledger has
 * the same crowd however often it is asked for. Thread-safe.
 */
public final class Market {
  /** So many of the others fill a ledger. */
  public static final int FILL = 100;

  /** A node's queue holds as much as so many ledgers. */
  private static final int QUEUE_LEDGERS = 2;

  /**
   * Of the surge's bid, the lowest of the crowd; with three ledgers' worth its price is times 1.
   */
  private static final double LOWEST = 0.25;

  private static final double SPREAD = 8;

  /**
   * When others crowd in.
   *
   * @param from the close time of its first ledger, Unix seconds
   * @param until the close time of the first ledger after it
   * @param times what an operation costs then, in times of the network's least; about
   * @param load how many ledgers the crowd would fill, above 1; at 3 the price is as said
   */
  public record Surge(long from, long until, long times, double load) {
    /** Refuses what is no surge. */
    public Surge {
      if (until <= from || times < 1 || !(load > 1)) {
        throw new IllegalArgumentException(
            "a surge ends after it begins, bids once or more and fills more than a ledger: "
                + from
                + " "
                + until
                + " "
                + times
                + " "
                + load);
      }
    }

    /** With a crowd of three ledgers. */
    public static Surge of(long from, long until, long times) {
      return new Surge(from, until, times, 3);
    }
  }

  private final long seed;
  private final List<Surge> surges = new ArrayList<>();

  public Market(long seed) {
    this.seed = seed;
  }

  /** Adds to the schedule; where surges overlap the dearest counts. */
  public synchronized Market plan(Surge surge) {
    surges.add(surge);
    return this;
  }

  /** Nobody competes any more. */
  public synchronized Market clear() {
    surges.clear();
    return this;
  }

  /**
   * What the others bid for an operation, the highest first; each of them wants the {@link #FILL}th
   * part of a ledger. Empty in quiet times.
   *
   * @param ledger the number of the ledger that they want to be in
   * @param closeTime Unix seconds
   * @param baseFee the least bid, stroops
   */
  public synchronized List<Long> crowd(long ledger, long closeTime, long baseFee) {
    return surges.stream()
        .filter(it -> it.from() <= closeTime && closeTime < it.until())
        .max(Comparator.comparingLong(Surge::times))
        .map(surge -> crowd(surge, ledger, baseFee))
        .orElse(List.of());
  }

  private List<Long> crowd(Surge surge, long ledger, long baseFee) {
    Random random = new Random(seed * 1_000_003 + ledger);
    double usual = (double) baseFee * surge.times();
    return random
        .doubles(Math.round(surge.load() * FILL))
        .mapToLong(at -> Math.max(baseFee, Math.round(usual * LOWEST * Math.pow(SPREAD, at))))
        .boxed()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** What an operation has to bid so that a node's queue, full of these, takes it; stroops. */
  public static long entry(List<Long> crowd, long baseFee) {
    int most = QUEUE_LEDGERS * FILL;
    return crowd.size() <= most ? baseFee : crowd.get(most - 1) + 1;
  }
}
