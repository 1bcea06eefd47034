package org.kalepool.pages;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.kalepool.settings.PositiveTime;

/** What the pages say beside what the pool knows. */
@ConfigMapping(prefix = "kale.pages")
public interface PagesSettings {
  /** Where a transaction of the network can be looked at, with {@code {hash}} for its hash. */
  Optional<
          @Pattern(
              regexp = "https?://[^\\s\"<>]*\\{hash}[^\\s\"<>]*",
              message = "must be a URL with {hash} in it")
          String>
      explorer();

  /** Who runs the pool. */
  Optional<
          @Pattern(
              regexp = "(?!\\s*$)\\P{Cc}{1,100}",
              message = "must have 1 to 100 characters, none of them a control character")
          String>
      organization();

  /** The e-mail address under which to reach them. */
  Optional<
          @Pattern(
              regexp = "[^\\s@\"<>\\\\]{1,64}@[A-Za-z0-9.-]{1,190}",
              message = "must be an e-mail address")
          String>
      contact();

  /** How long a farmer stays logged in. */
  @WithDefault("7d")
  @PositiveTime
  Duration sessionLife();

  /** How long an operator stays logged in. */
  @WithDefault("12h")
  @PositiveTime
  Duration operatorSessionLife();
}
