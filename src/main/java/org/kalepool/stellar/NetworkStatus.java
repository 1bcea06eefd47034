package org.kalepool.stellar;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far the network has been seen, and through which node: what health and metrics show. */
public interface NetworkStatus {
  /**
   * The state now.
   *
   * @param reachable whether the node that is asked answered the last call
   * @param lagging whether its newest ledger is too old: behind the clock by more than {@code
   *     kale.rpc.max-clock-lag} (0 switches that off), none for {@code kale.rpc.max-silence}, or
   *     behind what was seen before
   * @param wrongNetwork the passphrase the node has if it is not the configured one
   * @param ledger the newest ledger seen, 0 before any
   * @param closeTime its close time, Unix seconds
   * @param lastSuccess when the node last answered
   * @param lastError what went wrong last, null if nothing since the last answer
   * @param trouble what is wrong with the node in one word, such as {@code rate_limited}; null if
   *     nothing is
   * @param node the name of the node that is asked
   * @param others the other nodes by name, and how each did when it was last asked
   */
  record View(
      boolean reachable,
      boolean lagging,
      @Nullable String wrongNetwork,
      long ledger,
      long closeTime,
      @Nullable Instant lastSuccess,
      @Nullable String lastError,
      @Nullable String trouble,
      String node,
      Map<String, String> others) {
    /** Whether the pool can work with this node. */
    public boolean ready() {
      return reachable && !lagging && wrongNetwork == null && ledger > 0;
    }
  }

  View view();
}
