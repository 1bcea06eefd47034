package org.kalepool.machine;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;
import org.kalepool.kale.Xlm;
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

  /**
   * Who sends the works and pays for them; without it the machine itself if it has the wallet's
   * secret, else the backend.
   */
  Optional<Submit> submit();

  /** So many farmers share a channel, an account that carries one work at a time. */
  @WithDefault("4")
  @Range(min = 1, max = 100, message = "must be between {min} and {max}")
  int farmersPerChannel();

  /** The least channels, whoever is planted. */
  @WithDefault("1")
  @Range(min = 1, max = OwnAccounts.MOST, message = "must be between {min} and {max}")
  int minChannels();

  /** The most; what they cannot carry in time the backend sends. */
  @WithDefault("25")
  @Range(min = 1, max = OwnAccounts.MOST, message = "must be between {min} and {max}")
  int maxChannels();

  /** What a channel is filled up to, beside its reserve, when half of it is spent. */
  @WithDefault("1")
  @NotNegative
  Xlm channelFunds();

  /** So long more channels than are wanted are kept, before they are merged into the wallet. */
  @WithDefault("6h")
  @NotNegative
  Duration channelRest();

  /** What the wallet keeps of what it could spend, for payouts that need it. */
  @WithDefault("1")
  @NotNegative
  Xlm walletKeeps();

  /** Who sends the works. */
  enum Submit {
    /** The machine, from channels of its own. */
    OWN,
    /** The backend, from the farmers' accounts. */
    BACKEND
  }

  /** Whether the machine sends works itself. */
  default boolean sendsItself() {
    return submit().orElse(secretFile().isPresent() ? Submit.OWN : Submit.BACKEND) == Submit.OWN;
  }

  /** For one call of the backend, from the connection to the last byte of the answer. */
  @WithDefault("10s")
  @PositiveTime
  Duration backendTimeout();

  /** Whether the backend may be spoken with by plain HTTP though it is not on this machine. */
  @WithDefault("false")
  boolean plainHttp();

  /** Whether the machine listens to the backend's events; without them it asks more often. */
  @WithDefault("true")
  boolean listen();

  /** How long the backend may wait for plants to land before it answers, a minute at most. */
  @WithDefault("20s")
  @NotNegative
  Duration plantWait();
}
