package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Backoff;
import org.kalepool.stellar.RpcException;

/**
 * One node: how it has answered lately, and when it may be asked again. A node is left alone after
 * three failures in a row, at once if it asked for that itself, and each time for longer.
 * Thread-safe.
 */
public final class RpcNode {
  private static final Logger LOG = Logger.getLogger(RpcNode.class);
  private static final int FAILURES_BEFORE_BACKING_OFF = 3;
  private static final Backoff FAILING =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));
  private static final Backoff REFUSING = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** However long a node asks to be left alone: a wrong date must not stop the pool for a day. */
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(10);

  private final RpcTransport transport;
  private final Clock clock;
  private final RandomGenerator random;

  // guarded by this
  private int failures;
  private @Nullable Instant notBefore;
  private @Nullable Instant lastSuccess;
  private @Nullable String lastError;
  private @Nullable NodeTrouble trouble;
  private @Nullable NodeTrouble told;
  private @Nullable String otherNetwork;
  private boolean verified;
  private long ledger;

  RpcNode(RpcTransport transport, Clock clock, RandomGenerator random) {
    this.transport = transport;
    this.clock = clock;
    this.random = random;
  }

  /**
   * What is known of it.
   *
   * @param answers whether it answered the last call
   * @param trouble what is wrong with it, null if nothing is
   * @param ledger the one it last answered from, 0 before any
   */
  record State(
      boolean answers,
      @Nullable NodeTrouble trouble,
      @Nullable Instant lastSuccess,
      @Nullable String lastError,
      @Nullable String otherNetwork,
      long ledger) {}

  synchronized State state() {
    return new State(
        failures == 0 && lastSuccess != null,
        trouble,
        lastSuccess,
        lastError,
        otherNetwork,
        ledger);
  }

  String name() {
    return transport.name();
  }

  /** The bare call, of which nothing is noted. */
  JsonNode call(String method, @Nullable ObjectNode params) {
    return transport.call(method, params);
  }

  /** Whether it may be asked now. */
  synchronized boolean usable() {
    return notBefore == null || !clock.instant().isBefore(notBefore);
  }

  /**
   * Lets a call pass, or not.
   *
   * @return whether it still has to be asked which network it serves
   * @throws NotAskedException while it is left alone
   */
  synchronized boolean admit() {
    if (!usable()) {
      throw new NotAskedException("waiting before the next try: " + lastError);
    }
    return !verified;
  }

  synchronized void answered() {
    if (failures > 0 && told != null) {
      LOG.infof("RPC node %s answers again after %d failures", name(), failures);
    }
    failures = 0;
    notBefore = null;
    lastError = null;
    trouble = null;
    told = null;
    lastSuccess = clock.instant();
  }

  synchronized void failed(RpcException e) {
    NodeTrouble now = NodeFailedException.of(e);
    failures++;
    lastError = e.getMessage();
    trouble = now;
    if (now.pausesAtOnce() || failures >= FAILURES_BEFORE_BACKING_OFF || asked(e) != null) {
      Duration pause = pause(e, now);
      notBefore = clock.instant().plus(pause);
      // what answers next may be another node
      verified = false;
      if (told != now) {
        LOG.warnf(
            "RPC node %s, %s: %s; next try in %.1f s",
            name(), now.code(), e.getMessage(), pause.toMillis() / 1000.0);
        told = now;
      }
    }
  }

  private static @Nullable Duration asked(RpcException e) {
    return e instanceof NodeFailedException failed ? failed.retryAfter().orElse(null) : null;
  }

  private Duration pause(RpcException e, NodeTrouble now) {
    Duration asked = asked(e);
    if (asked != null && !asked.isZero()) {
      return asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    }
    return now.pausesAtOnce()
        ? REFUSING.spread(failures, random)
        : FAILING.spread(failures - FAILURES_BEFORE_BACKING_OFF + 1L, random);
  }

  /**
   * Notes which network it serves.
   *
   * @throws NodeFailedException if that is not the wanted one
   */
  public synchronized void serves(@Nullable String passphrase, String wanted) {
    if (wanted.equals(passphrase)) {
      otherNetwork = null;
      verified = true;
      return;
    }
    if (otherNetwork == null) {
      LOG.errorf(
          "wrong network: RPC node %s serves \"%s\", not \"%s\"", name(), passphrase, wanted);
    }
    otherNetwork = String.valueOf(passphrase);
    throw new NodeFailedException(
        NodeTrouble.WRONG_NETWORK,
        "wrong network: the node serves \""
            + passphrase
            + "\", kale.network.passphrase is \""
            + wanted
            + "\"");
  }

  /** Has it asked again which network it serves: what answers now may be another. */
  synchronized void doubt() {
    verified = false;
  }

  /** Notes the ledger of an answer. */
  synchronized void at(long answered) {
    ledger = answered;
    if (trouble == NodeTrouble.LAGGING) {
      trouble = null;
      lastError = null;
    }
  }

  /** Notes that it answers from before what was seen. */
  synchronized void lags(long answered, String why) {
    ledger = answered;
    trouble = NodeTrouble.LAGGING;
    lastError = why;
  }

  @Override
  public String toString() {
    return name();
  }
}
