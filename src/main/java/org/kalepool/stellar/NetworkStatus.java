package org.kalepool.stellar;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How the RPC node does: what health and metrics show, and when it may be asked again. */
@ApplicationScoped
public class NetworkStatus {
  private static final Logger LOG = Logger.getLogger(NetworkStatus.class);
  private static final int FAILURES_BEFORE_BACKING_OFF = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Ledgers that a node may be behind the newest one seen before it counts as lagging. */
  private static final int LAGGING_LEDGERS = 5;

  private static final Duration LATELY = Duration.ofSeconds(10);

  private final Clock clock;
  private final RandomGenerator random;
  private final Duration maxSilence;
  private final Duration maxClockLag;

  // guarded by this
  private int failures;
  private @Nullable Instant notBefore;
  private @Nullable Instant lastSuccess;
  private @Nullable Instant lastProgress;
  private @Nullable Instant closeTimeSeen;
  private @Nullable String lastError;
  private @Nullable String otherNetwork;
  private boolean verified;
  private long highestLedger;
  private long highestCloseTime;
  private long answeredLedger;

  NetworkStatus(
      Clock clock,
      RandomGenerator random,
      MeterRegistry metrics,
      @ConfigProperty(name = "kale.rpc.max-silence", defaultValue = "30s") Duration maxSilence,
      @ConfigProperty(name = "kale.rpc.max-clock-lag", defaultValue = "60s") Duration maxClockLag) {
    this.clock = clock;
    this.random = random;
    this.maxSilence = maxSilence;
    this.maxClockLag = maxClockLag;
    Gauge.builder("kale.rpc.ledger", this, s -> s.view().ledger()).register(metrics);
    Gauge.builder("kale.rpc.reachable", this, s -> s.view().reachable() ? 1 : 0).register(metrics);
    Gauge.builder("kale.rpc.lagging", this, s -> s.view().lagging() ? 1 : 0).register(metrics);
  }

  /**
   * The state now.
   *
   * @param reachable whether the node answered the last call
   * @param lagging whether its newest ledger is too old: behind the clock by more than {@code
   *     kale.rpc.max-clock-lag} (0 switches that off), none for {@code kale.rpc.max-silence}, or
   *     behind what was seen before
   * @param wrongNetwork the passphrase the node has if it is not the configured one
   * @param ledger the newest ledger seen, 0 before any
   * @param closeTime its close time, Unix seconds
   * @param lastSuccess when the node last answered
   * @param lastError what went wrong last, null if nothing since the last answer
   */
  public record View(
      boolean reachable,
      boolean lagging,
      @Nullable String wrongNetwork,
      long ledger,
      long closeTime,
      @Nullable Instant lastSuccess,
      @Nullable String lastError) {
    /** Whether the pool can work with this node. */
    public boolean ready() {
      return reachable && !lagging && wrongNetwork == null && ledger > 0;
    }
  }

  public synchronized View view() {
    Instant now = clock.instant();
    return new View(
        failures == 0 && lastSuccess != null,
        lagging(now),
        otherNetwork,
        highestLedger,
        highestCloseTime,
        lastSuccess,
        lastError);
  }

  /** Whether a ledger with its close time was seen within the last ten seconds. */
  synchronized boolean seenLately() {
    return closeTimeSeen != null
        && Duration.between(closeTimeSeen, clock.instant()).compareTo(LATELY) <= 0;
  }

  /** Notes a ledger that an answer named; a close time of 0 means it was not told. */
  synchronized void saw(long ledger, long closeTime) {
    answeredLedger = ledger;
    if (ledger > highestLedger) {
      highestLedger = ledger;
      lastProgress = clock.instant();
    }
    if (closeTime > 0) {
      highestCloseTime = Math.max(closeTime, highestCloseTime);
      closeTimeSeen = clock.instant();
    }
  }

  synchronized void answered() {
    if (failures >= FAILURES_BEFORE_BACKING_OFF) {
      LOG.infof("the RPC node answers again after %d failures", failures);
    }
    failures = 0;
    notBefore = null;
    lastError = null;
    lastSuccess = clock.instant();
  }

  synchronized void failed(RpcException e) {
    failures++;
    lastError = e.getMessage();
    if (failures >= FAILURES_BEFORE_BACKING_OFF) {
      int doublings = Math.min(failures - FAILURES_BEFORE_BACKING_OFF, 10);
      long pause = Math.min(FIRST_PAUSE.toMillis() << doublings, LONGEST_PAUSE.toMillis());
      notBefore = clock.instant().plusMillis(pause / 2 + random.nextLong(pause / 2 + 1));
      // what answers next may be another node
      verified = false;
    }
    if (failures == FAILURES_BEFORE_BACKING_OFF) {
      LOG.warnf("the RPC node does not answer: %s", e.getMessage());
    }
  }

  /**
   * Lets a call pass, or not.
   *
   * @return whether the node still has to be asked which network it serves
   * @throws RpcException while the pool backs off, or if the node serves another network
   */
  synchronized boolean admit() {
    if (notBefore != null && clock.instant().isBefore(notBefore)) {
      throw new RpcException("waiting before the next try: " + lastError);
    }
    return !verified;
  }

  /**
   * Notes which network the node serves.
   *
   * @throws RpcException if it is not the wanted one
   */
  synchronized void serves(@Nullable String passphrase, String wanted) {
    if (!wanted.equals(passphrase)) {
      if (otherNetwork == null) {
        LOG.errorf("wrong network: the RPC node serves \"%s\", not \"%s\"", passphrase, wanted);
      }
      otherNetwork = String.valueOf(passphrase);
      throw new RpcException(
          "wrong network: the node serves \""
              + passphrase
              + "\", kale.network.passphrase is \""
              + wanted
              + "\"");
    }
    otherNetwork = null;
    verified = true;
  }

  private boolean lagging(Instant now) {
    if (lastProgress == null) {
      return false;
    }
    boolean behindClock =
        !maxClockLag.isZero()
            && highestCloseTime > 0
            && now.getEpochSecond() - highestCloseTime > maxClockLag.toSeconds();
    boolean silent = Duration.between(lastProgress, now).compareTo(maxSilence) > 0;
    return behindClock || silent || answeredLedger + LAGGING_LEDGERS < highestLedger;
  }
}
