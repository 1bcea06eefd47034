package org.kalepool.exit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.kalepool.kale.Xlm;
import org.kalepool.settings.NotNegative;

/** How farmers are paid out. */
@ConfigMapping(prefix = "kale.exit")
public interface ExitSettings {
  /** What an account must have to spare to carry a payout. */
  @WithDefault("0.01")
  @NotNegative
  Xlm feeReserve();

  /** So long a pooler elsewhere has to pay what it owes by itself before its bond does. */
  @WithDefault("24h")
  @NotNegative
  Duration bondAfter();
}
