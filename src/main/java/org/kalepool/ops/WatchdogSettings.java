package org.kalepool.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** How long what may stand still. */
@ConfigMapping(prefix = "kale.watchdog")
public interface WatchdogSettings {
  /** Between two looks, wall-clock time. */
  @WithDefault("30s")
  @PositiveTime
  Duration interval();

  /** After a transaction's validity, network time. */
  @WithDefault("3m")
  @NotNegative
  Duration overdue();

  /** A wished transaction before its first envelope. */
  @WithDefault("10m")
  @NotNegative
  Duration queued();

  /** From the registration to the first XLM. */
  @WithDefault("168h")
  @NotNegative
  Duration registered();

  /** From the account's existence to the trustline. */
  @WithDefault("15m")
  @NotNegative
  Duration funded();

  /** From the wish to leave to the payout; a block and its harvests fit in. */
  @WithDefault("30m")
  @NotNegative
  Duration leaving();

  /** By the pool itself, until an operator decides. */
  @WithDefault("10m")
  @NotNegative
  Duration suspended();

  /** From a block's end to the end of its planting and work. */
  @WithDefault("10m")
  @NotNegative
  Duration block();

  /** Ledgers that an unharvested pail of a closed block has to live at least. */
  @WithDefault("60")
  @PositiveOrZero
  long pailLedgers();
}
