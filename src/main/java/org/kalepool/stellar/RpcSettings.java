package org.kalepool.stellar;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.Optional;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** The RPC nodes, and what is asked of them. */
@ConfigMapping(prefix = "kale.rpc")
public interface RpcSettings {
  /** Of a stellar-rpc node, or of several, separated by commas, the preferred one first. */
  Optional<String> url();

  /** Files with HTTP headers to send, one for each node, separated by commas. */
  Optional<String> headersFile();

  /** For one call, from its turn to the last byte of the answer. */
  @WithDefault("10s")
  @PositiveTime
  Duration timeout();

  /** Calls at once, to each node. */
  @WithDefault("32")
  @Min(1)
  int maxConcurrent();

  /** Calls a second, to each node; 0 for no limit. */
  @WithDefault("0")
  @PositiveOrZero
  int requestsPerSecond();

  /** The longest answer that is read, unpacked. */
  @WithDefault("16777216")
  @Min(65_536)
  int maxAnswerBytes();

  /** Without a new ledger for this long a node counts as lagging. */
  @WithDefault("30s")
  @PositiveTime
  Duration maxSilence();

  /** So may the newest ledger be behind this machine's clock; 0 switches that off. */
  @WithDefault("60s")
  @NotNegative
  Duration maxClockLag();
}
