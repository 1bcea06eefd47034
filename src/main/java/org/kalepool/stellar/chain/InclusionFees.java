package org.kalepool.stellar.chain;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.rpc.Rpc;

/** What an operation has to bid for a place in a ledger, by what ledgers charge and refuse. */
public final class InclusionFees {
  /** Half an hour of them, and more where nobody asks. */
  private static final int LOOKS = 120;

  private final Clock clock;
  private final long floor;
  private final long cap;

  // guarded by this
  private final Map<Boolean, Refusal> refusals = new HashMap<>();
  private Market calls = Market.QUIET;
  private Market classic = Market.QUIET;

  /** What ledgers charged at the last looks, of most of which none was in a surge. */
  private final Deque<Long> looks = new ArrayDeque<>();

  /**
   * What ledgers charged lately for an operation, stroops.
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
    calls = market(stats.sorobanInclusionFee());
    classic = market(stats.inclusionFee());
    looks.addLast(calls.usual());
    if (looks.size() > LOOKS) {
      looks.removeFirst();
    }
  }

  private static Market market(Rpc.@Nullable FeeDistribution fees) {
    // a bid doubles up to ten times
    return fees == null
        ? Market.QUIET
        : new Market(
            Math.clamp(fees.p90(), 100, Integer.MAX_VALUE),
            Math.clamp(Math.max(fees.p99(), fees.max()), 100, Integer.MAX_VALUE));
  }

  /** The highest inclusion fee that may be bid for an operation. */
  public long highest() {
    return cap;
  }

  /**
   * The inclusion fee an operation should bid.
   *
   * @param attempt 0 at first; each further one doubles the bid
   * @return stroops, {@code kale.fee.min-inclusion} up to {@code kale.fee.max-inclusion}
   */
  public synchronized long bid(boolean soroban, int attempt) {
    long usual = Math.clamp(market(soroban).usual(), floor, cap);
    return Math.min(cap, Math.max(refusedLately(soroban), usual << Math.min(attempt, 10)));
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

  /** What ledgers charged lately. */
  public synchronized Market market(boolean soroban) {
    return soroban ? calls : classic;
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

  /** Notes that one of ours that bid so much for an operation waits, or waited in vain. */
  public synchronized void passedOver(boolean soroban, long bid) {
    long enough = Math.max(refusedLately(soroban), Math.min(cap, 2 * bid));
    refusals.put(soroban, new Refusal(enough, clock.instant()));
  }

  /** Notes that one of ours that bid so much landed at once: more is not needed any more. */
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
