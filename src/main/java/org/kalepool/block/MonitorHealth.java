package org.kalepool.block;

import java.time.Instant;
import java.util.Optional;

/** How well the block monitor can see the network. */
public interface MonitorHealth {
  /** When the network last answered a poll, by this machine's clock; empty if it never has. */
  Optional<Instant> lastSuccess();

  /** Polls that have failed since then. */
  int consecutiveFailures();

  /** What the last failed poll said; empty after a successful one. */
  Optional<String> lastError();
}
