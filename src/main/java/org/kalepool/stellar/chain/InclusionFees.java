package org.kalepool.stellar.chain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.rpc.Rpc;

/**
 * What an operation has to bid for a place in a ledger, by what ledgers charge others and refuse:
 * the pool's own calls are not bid against.
 */
public final class InclusionFees {
  /** A ledger or two may pass before what was sent has come to all who make them. */
  private static final int PASSED_OVER = 2;

  private static final Duration A_BLOCK = Duration.ofSeconds(GameRules.BLOCK_INTERVAL_SECONDS + 60);

  /** Half an hour of them, and more where nobody asks. */
  private static final int LOOKS = 120;

  private final Clock clock;
  private final long floor;
  private final long cap;

  // guarded by this
  private final Map<Boolean, Refusal> refusals = new HashMap<>();
  private final OwnLedgers own = new OwnLedgers();
  private @Nullable Instant crowdedAt;
  private Rpc.@Nullable FeeDistribution calls;
  private Rpc.@Nullable FeeDistribution classic;

  /** What ledgers charged at the last looks, of most of which none was in a surge. */
  private final Deque<Long> looks = new ArrayDeque<>();

  /**
   * What ledgers charged lately for an operation, stroops, as far as that was others' price.
   *
   * @param usual nine of ten paid no more
   * @param high the dearest ledgers of the last few minutes
   */
  public record Market(long usual, long high) {
    private static final Market QUIET = new Market(100, 100);
  }

  /** The least inclusion fee that was enough when a bid was refused. */
  private record Refusal(long enough, Instant at) {}

  InclusionFees(Clock clock, long floor, long cap) {
    this.clock = clock;
    this.floor = floor;
    this.cap = cap;
  }

  /** Notes what ledgers charged lately. */
  synchronized void charged(Rpc.GetFeeStatsResponse stats) {
    calls = stats.sorobanInclusionFee();
    classic = stats.inclusionFee();
    looks.addLast(market(true).usual());
    if (looks.size() > LOOKS) {
      looks.removeFirst();
    }
  }

  /** The highest of these, in descending order, that is not what ours bid against each other. */
  private long ofOthers(boolean soroban, long... charged) {
    long price =
        Arrays.stream(charged).filter(it -> !soroban || !own.made(it)).findFirst().orElse(0);
    // a bid doubles up to ten times
    return Math.clamp(price, 100, Integer.MAX_VALUE);
  }

  /** The highest inclusion fee that may be bid for an operation. */
  public long highest() {
    return cap;
  }

  /**
   * The inclusion fee an operation should bid.
   *
   * @param attempt 0 at first; each further one doubles the bid, unless ours wait for each other
   * @return stroops, {@code kale.fee.min-inclusion} up to {@code kale.fee.max-inclusion}
   */
  public synchronized long bid(boolean soroban, int attempt) {
    long usual = Math.clamp(market(soroban).usual(), floor, cap);
    int doubled = soroban && crowded() ? 0 : Math.min(attempt, 10);
    return Math.min(cap, Math.max(refusedLately(soroban), usual << doubled));
  }

  /** What a bid now is above one at the median of what ledgers charged in the last while. */
  synchronized Xlm surge() {
    long[] charged = looks.stream().mapToLong(Long::longValue).sorted().toArray();
    if (charged.length == 0) {
      return Xlm.ZERO;
    }
    long calm = Math.clamp(charged[(charged.length - 1) / 2], floor, cap);
    return Xlm.ofStroops(Math.max(0, bid(true, 0) - calm));
  }

  /** What ledgers charged lately, without the prices that calls of the pool's own made. */
  public synchronized Market market(boolean soroban) {
    Rpc.FeeDistribution fees = soroban ? calls : classic;
    return fees == null
        ? Market.QUIET
        : new Market(
            ofOthers(soroban, fees.p90(), fees.p50(), fees.min()),
            ofOthers(
                soroban,
                Math.max(fees.p99(), fees.max()),
                fees.p99(),
                fees.p95(),
                fees.p90(),
                fees.p50(),
                fees.min()));
  }

  /** The least that was not too little for an operation in the last minutes, 0 if nothing was. */
  public synchronized long refusedLately(boolean soroban) {
    Refusal refusal = refusals.get(soroban);
    boolean lately = refusal != null && clock.instant().isBefore(refusal.at().plus(Terms.KEPT));
    return refusal != null && lately ? refusal.enough() : 0;
  }

  /** The lowest inclusion fee that is bid for an operation. */
  public long lowest() {
    return floor;
  }

  /**
   * Whether in the last block's time calls of ours were left out by ledgers that were full of ours:
   * then equal bids land in the order in which they were sent, and higher ones cost all of them
   * more.
   */
  public synchronized boolean crowded() {
    Instant at = crowdedAt;
    return at != null && clock.instant().isBefore(at.plus(A_BLOCK));
  }

  /**
   * Notes that one of ours is in none of the ledgers up to this one, and may be in later ones.
   *
   * @param part of a ledger's room that it takes, 0 if unknown
   */
  public synchronized void waits(long transaction, double part, long ledger) {
    own.waits(transaction, part, ledger);
  }

  /** Notes that one of ours can be in no other ledger any more. */
  public synchronized void ended(long transaction) {
    own.ended(transaction);
  }

  /**
   * Notes that one of ours is in a ledger.
   *
   * @param part of a ledger's room that it takes, 0 if unknown
   * @param price that the ledger charged for an operation
   */
  public synchronized void taken(long ledger, double part, long bid, long price) {
    own.taken(ledger, part, bid, price);
  }

  /**
   * Notes that one of ours that bid so much for an operation is in none of the ledgers between
   * these two. More is bid from now on if two of them left it out for others' sake; where ours that
   * wait may be in them, that is not known yet.
   *
   * @param transaction which it is
   * @param part of a ledger's room that it takes, 0 if unknown
   * @return whether they did
   */
  public synchronized boolean passedOver(
      boolean soroban, long transaction, long bid, double part, long sent, long until) {
    OwnLedgers.Room room =
        soroban ? own.room(transaction, part, sent, until) : OwnLedgers.Room.OTHERS;
    if (room.full() > 0) {
      crowdedAt = clock.instant();
    }
    if (until - sent - 1 - room.full() - room.unknown() < PASSED_OVER) {
      return false;
    }
    long enough = Math.max(refusedLately(soroban), Math.min(cap, 2 * bid));
    refusals.put(soroban, new Refusal(enough, clock.instant()));
    return true;
  }

  /** Notes that one of ours that bid so much landed without others' leave: no more is needed. */
  public synchronized void landed(boolean soroban, long bid) {
    Refusal refusal = refusals.get(soroban);
    if (refusal != null && bid < refusal.enough()) {
      refusals.put(soroban, new Refusal(bid, refusal.at()));
    }
  }

  /**
   * Notes what a node says would have been enough for an operation. Every later bid is as high,
   * within the cap, until this is as old as fee statistics may be.
   */
  public synchronized void refusedBelow(boolean soroban, long enough) {
    refusals.put(soroban, new Refusal(enough, clock.instant()));
  }
}
