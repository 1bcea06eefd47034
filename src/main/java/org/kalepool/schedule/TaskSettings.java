package org.kalepool.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How what runs beside the requests may run. */
@ConfigMapping(prefix = "kale.tasks")
public interface TaskSettings {
  /** Tasks at once, the most. */
  @WithDefault("64")
  @Min(1)
  int maxConcurrent();

  /** A task that runs for longer is ended and runs again. */
  @WithDefault("3m")
  @DurationMin(millis = 1)
  Duration longest();
}
