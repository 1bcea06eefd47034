package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
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
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.SorobanData;
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
  static final Duration KEPT = Duration.ofMinutes(2);

  /** Three ledgers: a surge is there from one to the next. */
  private static final Duration FEES_KEPT = Duration.ofSeconds(15);

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

  private static final LedgerKey ARCHIVAL =
      LedgerKeys.setting(ConfigSettingID.CONFIG_SETTING_STATE_ARCHIVAL);

  /** How much of the mean of what was charged the newest is. */
  private static final double NEWEST_CHARGE = 0.05;

  private final StellarRpc rpc;
  private final Clock clock;
  private final InclusionFees inclusion;
  private final long resourceCap;
  private final long lifeCap;

  // guarded by this
  private final LedgerPace pace = new LedgerPace(5.5);
  private final Map<Action, Long> simulatedFees = new EnumMap<>(Action.class);
  private final Map<Action, Double> chargedFees = new EnumMap<>(Action.class);
  private Xlm baseReserve = USUAL_RESERVE;
  private long minTemporaryTtl = SHORTEST_TTL;
  private @Nullable LedgerLimits limits;
  private @Nullable Instant feesReadAt;
  private final Map<Action, Instant> complaints = new EnumMap<>(Action.class);
  private @Nullable Instant readAt;
  private @Nullable Instant reserveAskedAt;

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
    this.inclusion = new InclusionFees(clock, settings.minInclusion(), settings.maxInclusion());
    this.resourceCap = settings.maxResource();
    this.lifeCap = settings.maxLife();
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
          inclusion.surge(),
          new NetworkTerms.Charged(
              charged(Action.PLANT), charged(Action.WORK), charged(Action.HARVEST)));
    }
  }

  /** What operations have to bid for a place in a ledger. */
  public InclusionFees inclusion() {
    return inclusion;
  }

  /**
   * The part of a ledger's room that a call takes of what it takes most of; 0 if the network's
   * limits are not known, or it is none.
   *
   * @param envelope base64 XDR
   */
  public double part(String envelope) {
    SorobanData data = Envelope.read(envelope).data();
    synchronized (this) {
      return data == null || limits == null ? 0 : limits.part(data, envelope.length() * 3L / 4);
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

  /** The highest resource fee that may be signed for an action of this kind. */
  public long highestResourceFee(Action action) {
    return action == Action.LIFE ? lifeCap : resourceCap;
  }

  /** The highest resource fee that may be signed for what farms. */
  public long highestResourceFee() {
    return resourceCap;
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
            + ", more than "
            + (action == Action.LIFE ? "kale.fee.max-life=" : "kale.fee.max-resource=")
            + highestResourceFee(action)
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
   * Notes what one of the pool's own was charged beside its place in the ledger, stroops: what is
   * declared has room in it, some of which comes back, and the opening of a block costs more.
   */
  public synchronized void charged(Action action, long resourceFee) {
    chargedFees.merge(
        action, (double) resourceFee, (known, now) -> known + NEWEST_CHARGE * (now - known));
  }

  private Xlm charged(Action action) {
    Double known = chargedFees.get(action);
    return known == null
        ? expected(action)
        : Xlm.ofStroops(Math.round(known) + inclusion.bid(true, 0));
  }

  private Xlm expected(Action action) {
    return Xlm.ofStroops(resourceFee(action) + inclusion.bid(true, 0));
  }

  /**
   * Reads anew what is old by now.
   *
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
      readSettings();
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
      inclusion.charged(stats);
      synchronized (this) {
        feesReadAt = clock.instant();
      }
    } catch (RpcErrorException e) {
      synchronized (this) {
        feesReadAt = clock.instant();
      }
      LOG.debug("no fee statistics; bids start at the least", e);
    }
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

  private void readSettings() {
    List<LedgerKey> keys = new ArrayList<>(LedgerLimits.KEYS);
    keys.add(ARCHIVAL);
    try {
      EntryReader settings = EntryReader.read(rpc, keys);
      readArchival(settings.data(ARCHIVAL));
      LedgerLimits read = LedgerLimits.of(settings);
      synchronized (this) {
        limits = read == null ? limits : read;
      }
    } catch (XdrException | RpcErrorException e) {
      LOG.debug("settings cannot be read; what is known of life and limits stands", e);
    }
  }

  private void readArchival(@Nullable LedgerEntryData data) {
    if (data == null) {
      return;
    }
    long ttl =
        Xdr.understand(
            "the archival settings",
            () ->
                Xdr.value(data.getConfigSetting().getStateArchivalSettings().getMinTemporaryTTL()));
    synchronized (this) {
      minTemporaryTtl = ttl;
    }
  }
}
