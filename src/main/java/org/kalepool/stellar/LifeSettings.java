package org.kalepool.stellar;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** How long the contracts that the pool uses are kept alive (docs/contracts.md). */
@ConfigMapping(prefix = "kale.life")
public interface LifeSettings {
  /** One that would be archived sooner than this is extended; 0s: the pool extends none. */
  @WithDefault("14d")
  @NotNegative
  Duration below();

  /** So long it lives then. */
  @WithDefault("30d")
  @PositiveTime
  Duration to();
}
