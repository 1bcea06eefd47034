package org.kalepool.stellar;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.kalepool.settings.PositiveTime;

/** How transactions are sent and followed. */
@ConfigMapping(prefix = "kale.transactions")
public interface TransactionSettings {
  /** Network time that an envelope is valid. */
  @WithDefault("90s")
  @PositiveTime
  Duration validity();

  /** Envelopes sent and not landed. */
  @WithDefault("500")
  @Min(1)
  int maxInFlight();

  /** Between two looks at what is under way. */
  @WithDefault("2s")
  @PositiveTime
  Duration pollInterval();
}
