package org.kalepool.stellar.rpc;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.RpcSettings;

/**
 * How far the network has been seen, and through which node: what health and metrics show.
 *
 * <p>One node is asked at a time. What was seen never goes back: another node takes over only if it
 * is as far as all that was seen before, an answer counts only while its node is the one that is
 * asked, and one from far behind is refused. So whatever is read in one go is of one age or gets
 * newer, as if there were a single node.
 */
@ApplicationScoped
public class NetworkWatch implements NetworkStatus {
  private static final Logger LOG = Logger.getLogger(NetworkWatch.class);

  /** So far may a node of the same network be behind: an hour and a half. */
  public static final long MOST_BEHIND = 1_000;

  /** Ledgers that a node may be behind the newest one seen before it counts as lagging. */
  private static final int LAGGING_LEDGERS = 5;

  /** Ledgers that the network may be ahead at once; hours of it. */
  private static final long LEAP = 5_000;

  /** As a sandbox may run. */
  private static final long FASTEST_A_SECOND = 100;

  private static final Duration LONGEST_LEAP = Duration.ofDays(30);
  private static final Duration LATELY = Duration.ofSeconds(10);

  private final Clock clock;
  private final RandomGenerator random;
  private final Duration maxSilence;
  private final Duration maxClockLag;

  // guarded by this
  private List<RpcNode> nodes = List.of();
  private int current;
  private @Nullable Instant lastProgress;
  private @Nullable Instant closeTimeSeen;
  private long highestLedger;
  private long highestCloseTime;
  private long answeredLedger;
  private long doubted;

  NetworkWatch(Clock clock, RandomGenerator random, MeterRegistry metrics, RpcSettings settings) {
    this.clock = clock;
    this.random = random;
    this.maxSilence = settings.maxSilence();
    this.maxClockLag = settings.maxClockLag();
    Gauge.builder("kale.rpc.ledger", this, s -> s.view().ledger()).register(metrics);
    Gauge.builder("kale.rpc.reachable", this, s -> s.view().reachable() ? 1 : 0).register(metrics);
    Gauge.builder("kale.rpc.lagging", this, s -> s.view().lagging() ? 1 : 0).register(metrics);
    Gauge.builder("kale.rpc.node", this, NetworkWatch::number)
        .description("which of the URLs of kale.rpc.url is asked, 1 for the first")
        .register(metrics);
  }

  @Override
  public synchronized View view() {
    boolean lagging = lagging(clock.instant());
    if (nodes.isEmpty()) {
      return new View(
          false, lagging, null, highestLedger, highestCloseTime, null, null, null, "", Map.of());
    }
    RpcNode.State state = nodes.get(current).state();
    NodeTrouble trouble =
        state.trouble() == null && lagging ? NodeTrouble.LAGGING : state.trouble();
    return new View(
        state.answers(),
        lagging,
        state.otherNetwork(),
        highestLedger,
        highestCloseTime,
        state.lastSuccess(),
        state.lastError(),
        trouble == null ? null : trouble.code(),
        nodes.get(current).name(),
        others());
  }

  private Map<String, String> others() {
    Map<String, String> others = new TreeMap<>();
    for (RpcNode node : nodes) {
      if (node != nodes.get(current)) {
        RpcNode.State state = node.state();
        NodeTrouble trouble = state.trouble();
        String seen = state.ledger() == 0 ? "not asked yet" : "ledger " + state.ledger();
        others.put(node.name(), trouble == null ? seen : trouble.code() + ": " + state.lastError());
      }
    }
    return others;
  }

  private synchronized int number() {
    return current + 1;
  }

  /** Takes the nodes over, the preferred one first, which is then the one that is asked. */
  synchronized List<RpcNode> takeOver(List<RpcTransport> transports) {
    nodes = transports.stream().map(each -> new RpcNode(each, clock, random)).toList();
    current = 0;
    return nodes;
  }

  Clock clock() {
    return clock;
  }

  /** The node that is asked. */
  public synchronized RpcNode current() {
    return nodes.get(current);
  }

  /**
   * Asks another node from now on, unless it is behind what was seen.
   *
   * @param ledger that it has just told
   * @param ahead whether it has to be further than all that was seen
   * @return whether it is asked now
   */
  synchronized boolean goOver(RpcNode node, long ledger, boolean ahead, String why) {
    if (ahead ? ledger <= highestLedger : ledger < highestLedger) {
      node.lags(ledger, "it is at ledger " + ledger + ", " + highestLedger + " was seen");
      return false;
    }
    if (node != nodes.get(current)) {
      LOG.warnf("RPC node %s is asked from now on, at ledger %d: %s", node, ledger, why);
      current = nodes.indexOf(node);
    }
    return true;
  }

  /**
   * Takes an answer's ledger.
   *
   * @param ledger 0 if the answer names none
   * @param closeTime Unix seconds, 0 if the answer does not tell
   * @return false if another node is asked by now, so that the answer does not count
   * @throws NodeFailedException if the answer is from far behind what was seen, and there are other
   *     nodes that may know better; a single one counts as lagging, and goes on being asked
   */
  synchronized boolean accept(RpcNode from, long ledger, long closeTime) {
    if (from != nodes.get(current)) {
      return false;
    }
    if (ledger == 0) {
      return true;
    }
    if (ledger + LAGGING_LEDGERS < highestLedger) {
      answeredLedger = ledger;
      String why =
          "it answers from ledger " + ledger + ", but " + highestLedger + " was seen already";
      from.lags(ledger, why);
      if (ledger + MOST_BEHIND < highestLedger) {
        from.doubt();
      }
      if (nodes.size() > 1) {
        throw new NodeFailedException(NodeTrouble.LAGGING, from.name() + " lags: " + why);
      }
      return true;
    }
    from.at(ledger);
    saw(ledger, closeTime);
    return true;
  }

  /** Whether a ledger with its close time was seen within the last ten seconds. */
  public synchronized boolean seenLately() {
    return closeTimeSeen != null
        && Duration.between(closeTimeSeen, clock.instant()).compareTo(LATELY) <= 0;
  }

  private void saw(long ledger, long closeTime) {
    answeredLedger = ledger;
    if (ledger > highestLedger) {
      if (!plausible(ledger, closeTime)) {
        doubted = ledger;
        return;
      }
      highestLedger = ledger;
      lastProgress = clock.instant();
    }
    if (closeTime > 0) {
      highestCloseTime = Math.max(closeTime, highestCloseTime);
      closeTimeSeen = clock.instant();
    }
  }

  /** One damaged answer must not make all later ones look old: what leaps has to be told twice. */
  private boolean plausible(long ledger, long closeTime) {
    if (lastProgress == null || Math.abs(ledger - doubted) <= LEAP) {
      return true;
    }
    long seconds = Duration.between(lastProgress, clock.instant()).toSeconds();
    return ledger - highestLedger <= LEAP + FASTEST_A_SECOND * seconds
        && (highestCloseTime == 0 || closeTime - highestCloseTime <= LONGEST_LEAP.toSeconds());
  }

  /** Whether what was seen is too old. */
  synchronized boolean lagging() {
    return lagging(clock.instant());
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
