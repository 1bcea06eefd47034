package org.kalepool.block;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.kalepool.settings.PositiveTime;

/** How the network is followed. */
@ConfigMapping(prefix = "kale.block")
public interface BlockSettings {
  /** Between two looks for a new ledger. */
  @WithDefault("5s")
  @PositiveTime
  Duration pollInterval();
}
