package org.kalepool.harvest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.hibernate.validator.constraints.Range;
import org.kalepool.settings.PositiveTime;

/** When to harvest. */
@ConfigMapping(prefix = "kale.harvest")
public interface HarvestSettings {
  /** Harvest when this percentage of the entries' life is left. */
  @WithDefault("10")
  @Range(min = 0, max = 100)
  int expiryShare();

  /** Or this many ledgers, if that is more; never more than a quarter. */
  @WithDefault("180")
  @PositiveOrZero
  long expiryLedgers();

  /** The slowest sweep. */
  @WithDefault("30s")
  @PositiveTime
  Duration sweepInterval();
}
