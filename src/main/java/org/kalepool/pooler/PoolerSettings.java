package org.kalepool.pooler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** The pooler this process hashes for, and what is asked of those on machines of their own. */
@ConfigMapping(prefix = "kale.pooler")
public interface PoolerSettings {
  /** Its name; this and the next two count at the first start only. */
  @WithDefault("pool")
  @Pattern(
      regexp = "(?!\\s*$)\\P{Cc}{1,100}",
      message = "must have 1 to 100 characters, none of them a control character")
  String name();

  /** Its part of the rewards, 1/10 000. */
  @WithDefault("5000")
  @Range(min = 0, max = 10_000)
  int shareBasisPoints();

  /** How many farmers there is room for. */
  @WithDefault("100")
  @PositiveOrZero
  int maxFarmers();

  /** How long before they begin farmers are told of terms that cost them more. */
  @WithDefault("7d")
  @NotNegative
  Duration termsNotice();

  /** A file with the secret (S…) of the pooler's wallet. */
  Optional<Path> secretFile();

  /** The same in the environment. */
  Optional<String> secret();

  /** Make a wallet where none is named: on the embedded network only. */
  @WithDefault("false")
  boolean generateWallet();

  /** Between two looks at the pooler's wallet. */
  @WithDefault("1m")
  @PositiveTime
  Duration walletInterval();

  /** How old figures may be. */
  @WithDefault("10s")
  @NotNegative
  Duration statisticsAge();

  /** Between two heartbeats of a pooler on a machine of its own. */
  @WithDefault("30s")
  @PositiveTime
  Duration heartbeatInterval();

  /** So long after its last heartbeat nothing is planted for it. */
  @WithDefault("2m")
  @PositiveTime
  Duration silentAfter();
}
