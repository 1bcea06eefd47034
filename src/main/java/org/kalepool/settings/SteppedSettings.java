package org.kalepool.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Instant;

/** For tests and simulations only: one thread, a clock moved by hand, seeded chance. */
@ConfigMapping(prefix = "kale")
public interface SteppedSettings {
  /** Whether all that happens happens when a test or a simulation says so. */
  @WithDefault("false")
  boolean stepped();

  /** Where the clock of a stepped pool stands at first. */
  @WithName("stepped.start")
  @WithDefault("2026-01-01T00:00:00Z")
  Instant start();

  /** Of a stepped pool's chance. */
  @WithDefault("1")
  long seed();
}
