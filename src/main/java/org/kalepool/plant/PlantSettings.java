package org.kalepool.plant;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.kalepool.settings.PositiveTime;

/** How to plant. */
@ConfigMapping(prefix = "kale.plant")
public interface PlantSettings {
  /** Stake no more than the block's max_stake, since more earns nothing. */
  @WithDefault("true")
  boolean capAtMaxStake();

  /**
   * No plant later than this in a block, network time: the pail could hardly be worked any more.
   */
  @WithDefault("240s")
  @PositiveTime
  Duration latestAge();

  /**
   * Plants are sent before the block is open, for the ledger that may open it, where ledgers are
   * regular enough: one that comes too soon costs its fee.
   */
  @WithDefault("true")
  boolean openingLedger();

  /** Plants of one farmer in one block, landed or not. */
  @WithDefault("6")
  @Min(1)
  int maxAttempts();

  /** The slowest sweep. */
  @WithDefault("30s")
  @PositiveTime
  Duration sweepInterval();
}
