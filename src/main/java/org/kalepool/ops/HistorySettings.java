package org.kalepool.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.Range;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** What of the past stays in rows of its own. */
@ConfigMapping(prefix = "kale.history")
public interface HistorySettings {
  /** The newest blocks, which are not archived. */
  @WithDefault("300")
  @Min(12)
  int keepBlocks();

  /** Blocks of a farmer in one row of the archive. */
  @WithDefault("32")
  @Range(min = 1, max = 1000)
  int pageBlocks();

  /** How long an envelope is kept after its transaction was found in a ledger. */
  @WithDefault("1h")
  @NotNegative
  Duration keepEnvelopes();

  /** Between two looks for what can be archived. */
  @WithDefault("1m")
  @PositiveTime
  Duration interval();
}
