package org.kalepool.webauth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.kalepool.settings.PositiveTime;

/** How wallets log in. */
@ConfigMapping(prefix = "kale.auth")
public interface WebAuthSettings {
  /** Where stellar.toml is; without it the host of the pool's public URL. */
  Optional<
          @Pattern(
              regexp = "\\s*[A-Za-z0-9.-]{1,53}(:[0-9]{1,5})?\\s*",
              message = "must be a domain such as pool.example")
          String>
      homeDomain();

  /** How long a token lasts that a wallet has got. */
  @WithDefault("24h")
  @PositiveTime
  Duration tokenLife();
}
