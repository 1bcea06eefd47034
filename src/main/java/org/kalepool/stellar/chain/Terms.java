package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.ConfigSettingID;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerHeader;
import org.stellar.sdk.xdr.LedgerKey;

/** What the network charges and allows: read from it, measured on it, or cautiously assumed. */
@ApplicationScoped
public class Terms {
  private static final Logger LOG = Logger.getLogger(Terms.class);
  private static final Duration KEPT = Duration.ofMinutes(2);

  /** Three ledgers: a surge is there from one to the next. */
  private static final Duration FEES_KEPT = Duration.ofSeconds(15);

  /** Half an hour of them, and more where nobody asks. */
  private static final int LOOKS = 120;

  /**
   * The base reserve is in nothing but the ledger's header, whose answer is a whole ledger long,
   * and has changed once in the network's life.
   */
  private static final Duration RESERVE_KEPT = Duration.ofDays(1);

  private static final Duration RESERVE_RETRY = Duration.ofHours(1);

  private static final Xlm USUAL_RESERVE = Xlm.ofStroops(5_000_000);

  /** The shortest life that KALE's networks are known to give temporary entries. */
  private static final long SHORTEST_TTL = 720;

  private static final Map<Action, Long> CAUTIOUS_FEES =
      Map.of(Action.PLANT, 200_000L, Action.WORK, 50_000L, Action.HARVEST, 50_000L);

  private final StellarRpc rpc;
  private final Clock clock;
  private final long inclusionFloor;
  private final long inclusionCap;
  private final long resourceCap;

  // guarded by this
  private final LedgerPace pace = new LedgerPace(5.5);
  private final Map<Action, Long> simulatedFees = new EnumMap<>(Action.class);
  private Xlm baseReserve = USUAL_RESERVE;
  private long minTemporaryTtl = SHORTEST_TTL;
  private Market calls = Market.QUIET;

  /** What ledgers charged at the last looks, of most of which none was in a surge. */
  private final Deque<Long> usual = new ArrayDeque<>();

  private Market classic = Market.QUIET;
  private @Nullable Instant feesReadAt;
  private final Map<Boolean, Refusal> refusals = new HashMap<>();
  private final Map<Action, Instant> complaints = new EnumMap<>(Action.class);
  private @Nullable Instant readAt;
  private @Nullable Instant reserveAskedAt;

  /**
   * What ledgers charged lately for an operation, stroops.
   *
   * @param usual nine of ten paid no more
   * @param high the dearest ledgers of the last few minutes
   */
  public record Market(long usual, long high) {
    static final Market QUIET = new Market(100, 100);
  }

  /** The least inclusion fee that was enough when a bid was refused. */
  private record Refusal(long enough, Instant at) {}

  /**
   * Makes the terms, to be read when they are asked for.
   *
   * @throws IllegalArgumentException if the bounds of the inclusion fee contradict each other
   */
  public Terms(StellarRpc rpc, Clock clock, FeeSettings settings) {
    this.rpc = rpc;
    this.clock = clock;
    if (settings.maxInclusion() < settings.minInclusion()) {
      throw new IllegalArgumentException(
          "kale.fee.max-inclusion must be at least kale.fee.min-inclusion, "
              + settings.minInclusion()
              + " stroops, not "
              + settings.maxInclusion());
    }
    this.inclusionFloor = settings.minInclusion();
    this.inclusionCap = settings.maxInclusion();
    this.resourceCap = settings.maxResource();
  }

  /** The terms, read again when they are older than two minutes. */
  NetworkTerms current() {
    refresh();
    synchronized (this) {
      return new NetworkTerms(
          baseReserve,
          pace.seconds(),
          minTemporaryTtl,
          expected(Action.PLANT),
          expected(Action.WORK),
          expected(Action.HARVEST),
          surge());
    }
  }

  public synchronized Xlm baseReserve() {
    return baseReserve;
  }

  synchronized void saw(long ledger, long closeTime) {
    pace.saw(ledger, closeTime);
  }

  public synchronized double ledgerSeconds() {
    return pace.seconds();
  }

  /**
   * The highest resource fee that was declared lately for an action of this kind, or a guess: what
   * an account must be able to pay, room included.
   */
  public synchronized long resourceFee(Action action) {
    long fee = simulatedFees.getOrDefault(action, CAUTIOUS_FEES.getOrDefault(action, 0L));
    return Math.min(fee, resourceCap);
  }

  /** The highest resource fee that may be signed. */
  public long highestResourceFee() {
    return resourceCap;
  }

  /** The highest inclusion fee that may be bid for an operation. */
  public long highestInclusionFee() {
    return inclusionCap;
  }

  /**
   * Says that a resource fee is above the cap, in the log once in a while; such a fee is not signed
   * and never expected of anybody.
   *
   * @return what the transaction waits for
   */
  public String tooDear(Action action, long resourceFee) {
    String why =
        "the network wants a resource fee of "
            + resourceFee
            + " stroops for a "
            + action
            + ", more than kale.fee.max-resource="
            + resourceCap
            + " allows";
    synchronized (this) {
      Instant now = clock.instant();
      Instant last = complaints.get(action);
      if (last == null || !now.isBefore(last.plus(KEPT))) {
        complaints.put(action, now);
        LOG.warn(why);
      }
    }
    return why;
  }

  /**
   * Notes a resource fee that was declared, room included; a higher one counts at once, a lower one
   * bit by bit.
   */
  public synchronized void simulated(Action action, long resourceFee) {
    simulatedFees.merge(
        action, resourceFee, (old, now) -> now >= old ? now : old - (old - now) / 20);
  }

  /**
   * The inclusion fee an operation should bid.
   *
   * @param attempt 0 at first; each further one doubles the bid
   * @return stroops, {@code kale.fee.min-inclusion} up to {@code kale.fee.max-inclusion}
   */
  public synchronized long inclusionBid(boolean soroban, int attempt) {
    long usual = Math.clamp(market(soroban).usual(), inclusionFloor, inclusionCap);
    return Math.min(inclusionCap, Math.max(refusedLately(soroban), usual << Math.min(attempt, 10)));
  }

  /** What ledgers charged lately. */
  public synchronized Market market(boolean soroban) {
    return soroban ? calls : classic;
  }

  /** The least that was not too little for an operation in the last minutes, 0 if nothing was. */
  public synchronized long refusedLately(boolean soroban) {
    Refusal refusal = refusals.get(soroban);
    boolean lately = refusal != null && clock.instant().isBefore(refusal.at().plus(KEPT));
    return refusal != null && lately ? refusal.enough() : 0;
  }

  /** The lowest inclusion fee that is bid for an operation. */
  public long lowestInclusionFee() {
    return inclusionFloor;
  }

  /** Notes that one of ours that bid so much for an operation waits, or waited in vain. */
  public synchronized void passedOver(boolean soroban, long bid) {
    long enough = Math.max(refusedLately(soroban), Math.min(inclusionCap, 2 * bid));
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

  /** What a bid now is above one at the median of what ledgers charged in the last while. */
  private Xlm surge() {
    long[] charged = usual.stream().mapToLong(Long::longValue).sorted().toArray();
    if (charged.length == 0) {
      return Xlm.ZERO;
    }
    long calm = Math.clamp(charged[(charged.length - 1) / 2], inclusionFloor, inclusionCap);
    return Xlm.ofStroops(Math.max(0, inclusionBid(true, 0) - calm));
  }

  private Xlm expected(Action action) {
    return Xlm.ofStroops(resourceFee(action) + inclusionBid(true, 0));
  }

  /**
   * @throws RpcException if nothing was ever read and the node cannot be asked
   */
  public void refresh() {
    boolean feesAreOld;
    synchronized (this) {
      Instant now = clock.instant();
      feesAreOld = feesReadAt == null || !now.isBefore(feesReadAt.plus(FEES_KEPT));
      if (readAt != null && now.isBefore(readAt.plus(KEPT)) && !feesAreOld) {
        return;
      }
    }
    try {
      if (feesAreOld) {
        readFees();
      }
      synchronized (this) {
        if (readAt != null && clock.instant().isBefore(readAt.plus(KEPT))) {
          return;
        }
      }
      readReserve();
      readArchival();
      synchronized (this) {
        readAt = clock.instant();
      }
    } catch (RpcException e) {
      synchronized (this) {
        if (readAt == null) {
          throw e;
        }
      }
      LOG.debugf("keeping the older network terms: %s", e.getMessage());
    }
  }

  private void readFees() {
    try {
      Rpc.GetFeeStatsResponse stats = rpc.getFeeStats();
      synchronized (this) {
        calls = market(stats.sorobanInclusionFee());
        classic = market(stats.inclusionFee());
        usual.addLast(calls.usual());
        if (usual.size() > LOOKS) {
          usual.removeFirst();
        }
        feesReadAt = clock.instant();
      }
    } catch (RpcErrorException e) {
      synchronized (this) {
        feesReadAt = clock.instant();
      }
      LOG.debug("no fee statistics; bids start at the least", e);
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

  private void readReserve() {
    synchronized (this) {
      Instant now = clock.instant();
      if (reserveAskedAt != null && now.isBefore(reserveAskedAt.plus(RESERVE_KEPT))) {
        return;
      }
      reserveAskedAt = now;
    }
    try {
      Rpc.GetLatestLedgerResponse latest = rpc.getLatestLedger();
      if (latest.headerXdr() == null) {
        return;
      }
      LedgerHeader header =
          Xdr.read("the ledger's header", latest.headerXdr(), LedgerHeader::decode);
      synchronized (this) {
        baseReserve = Xlm.ofStroops(Xdr.value(header.getBaseReserve()));
      }
    } catch (RpcException e) {
      LOG.debugf("no base reserve, the one that was known stands: %s", e.getMessage());
      synchronized (this) {
        reserveAskedAt = clock.instant().minus(RESERVE_KEPT).plus(RESERVE_RETRY);
      }
    }
  }

  private void readArchival() {
    LedgerKey key = LedgerKeys.setting(ConfigSettingID.CONFIG_SETTING_STATE_ARCHIVAL);
    try {
      LedgerEntryData data = EntryReader.read(rpc, List.of(key)).data(key);
      if (data != null) {
        long ttl =
            Xdr.understand(
                "the archival settings",
                () ->
                    Xdr.value(
                        data.getConfigSetting().getStateArchivalSettings().getMinTemporaryTTL()));
        synchronized (this) {
          minTemporaryTtl = ttl;
        }
      }
    } catch (XdrException | RpcErrorException e) {
      LOG.debug("archival settings cannot be read; the shortest known life stands", e);
    }
  }
}
