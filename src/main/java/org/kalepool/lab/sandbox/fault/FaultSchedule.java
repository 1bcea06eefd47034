package org.kalepool.lab.sandbox.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.kalepool.lab.sandbox.ledger.LedgerStore;

/**
 * What goes wrong, and how often: as a probability for every call or ledger, or for the next ones.
 * Drawn from a seeded source, so that a stepped run goes the same way every time. Thread-safe.
 */
public final class FaultSchedule {
  /** What can go wrong. */
  public enum Kind {
    /** A call gets no answer, and has no effect. */
    TIMEOUT,
    /** The connection is closed before the call is read. */
    CONNECTION_REFUSED,
    /** sendTransaction says PENDING and forgets the transaction. */
    LOST_SEND,
    /** sendTransaction takes the transaction up twice; the answer is the second one's. */
    DOUBLED_SEND,
    /** sendTransaction says PENDING, and the transaction reaches the network some ledgers later. */
    LATE_SEND,
    /** sendTransaction says PENDING, and no ledger takes the transaction until it is forgotten. */
    PASSED_OVER,
    /** sendTransaction takes the transaction up and the answer is lost. */
    LOST_ANSWER,
    /** A call is taken, a send with its effect, and never answered. */
    STALLED,
    /** A read or simulation is answered from some ledgers ago. */
    LAGGING_READ,
    /** sendTransaction says TRY_AGAIN_LATER and takes nothing up. */
    TRY_AGAIN_LATER,
    /** An answer is cut short, empty, a bare error, lacks a field or says what nobody knows. */
    ODD_ANSWER,
    /** Operations have to bid the surge fee to get into the ledger. */
    FEE_SURGE,
    /** The ledger has no room for what is waiting. */
    FULL_LEDGER,
    /** The ledger closes one interval late. */
    LATE_LEDGER
  }

  /** What an operation has to bid during a surge, stroops. */
  private static final long SURGE_FEE = 10_000;

  private final Map<Kind, Double> chances = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> next = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> happened = new EnumMap<>(Kind.class);
  private final Random random;
  private int lagLedgers = 2;
  private int lateLedgers = 8;
  private int behind;

  public FaultSchedule(long seed) {
    random = new Random(seed);
  }

  /** Happens to the next so many calls (or ledgers) that it can happen to. */
  public synchronized FaultSchedule next(Kind kind, int times) {
    next.put(kind, times);
    return this;
  }

  /**
   * Has something go wrong by chance.
   *
   * @param probability from 0 (never) to 1 (always)
   */
  public synchronized FaultSchedule chance(Kind kind, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is from 0 to 1: " + probability);
    }
    chances.put(kind, probability);
    return this;
  }

  /** Nothing goes wrong any more. */
  public synchronized FaultSchedule clear() {
    chances.clear();
    next.clear();
    behind = 0;
    return this;
  }

  /** How many ledgers a lagging node is behind, up to 64; two unless said otherwise. */
  public synchronized FaultSchedule lagLedgers(int ledgers) {
    if (ledgers < 1 || ledgers > LedgerStore.PAST_LEDGERS) {
      throw new IllegalArgumentException(
          "a node lags 1 to " + LedgerStore.PAST_LEDGERS + " ledgers, not " + ledgers);
    }
    lagLedgers = ledgers;
    return this;
  }

  /**
   * How many ledgers a late send is under way at most, 1 to so many; eight unless said otherwise.
   */
  public synchronized FaultSchedule lateLedgers(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a late send takes 1 ledger or more, not " + most);
    }
    lateLedgers = most;
    return this;
  }

  /**
   * From now on another node answers, which has none of the latest ledgers: as after a fail-over.
   *
   * @param ledgers how many it has not, up to 64; 0 for a node that has all
   */
  public synchronized FaultSchedule behind(int ledgers) {
    if (ledgers < 0 || ledgers > LedgerStore.PAST_LEDGERS) {
      throw new IllegalArgumentException(
          "a node is 0 to " + LedgerStore.PAST_LEDGERS + " ledgers behind, not " + ledgers);
    }
    behind = ledgers;
    return this;
  }

  public synchronized int behind() {
    return behind;
  }

  /** How often what has gone wrong so far. */
  public synchronized Map<Kind, Long> happened() {
    return new EnumMap<>(happened);
  }

  public synchronized boolean happens(Kind kind) {
    boolean happens = drawn(kind);
    if (happens) {
      happened.merge(kind, 1L, Long::sum);
    }
    return happens;
  }

  private boolean drawn(Kind kind) {
    int left = next.getOrDefault(kind, 0);
    if (left > 0) {
      next.put(kind, left - 1);
      return true;
    }
    double chance = chances.getOrDefault(kind, 0.0);
    return chance > 0 && random.nextDouble() < chance;
  }

  /** How many ledgers behind this read is, 0 mostly. */
  public synchronized int lag() {
    return Math.max(behind, happens(Kind.LAGGING_READ) ? lagLedgers : 0);
  }

  /** How many ledgers this send is under way, 0 mostly. */
  public synchronized int late() {
    return happens(Kind.LATE_SEND) ? 1 + random.nextInt(lateLedgers) : 0;
  }

  /** One of so many ways. */
  public synchronized int pick(int ways) {
    return random.nextInt(ways);
  }

  public boolean refusesForNow() {
    return happens(Kind.TRY_AGAIN_LATER);
  }

  public synchronized long baseFee(long usual) {
    return happens(Kind.FEE_SURGE) ? Math.max(usual, SURGE_FEE) : usual;
  }
}
