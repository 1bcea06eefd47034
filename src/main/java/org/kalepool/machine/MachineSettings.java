package org.kalepool.machine;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** What a pooler's machine has to know of its backend. */
@ConfigMapping(prefix = "kale.pooler")
public interface MachineSettings {
  /** The backend's address, such as {@code https://pool.example}. */
  Optional<String> backend();

  /** A file with the pooler's key (kp_…). */
  Optional<Path> keyFile();

  /** A file with the secret (S…) of the pooler's wallet. */
  Optional<Path> secretFile();

  /** For one call of the backend, from the connection to the last byte of the answer. */
  @WithDefault("10s")
  @PositiveTime
  Duration backendTimeout();

  /** Whether the backend may be spoken with by plain HTTP though it is not on this machine. */
  @WithDefault("false")
  boolean plainHttp();

  /** How long the backend may wait for plants to land before it answers, a minute at most. */
  @WithDefault("20s")
  @NotNegative
  Duration plantWait();
}
