package org.kalepool.farmer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.kalepool.kale.Xlm;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** Who may come, and what is asked of them. */
@ConfigMapping(prefix = "kale.farmer")
public interface OnboardingSettings {
  /** How long a registration waits for its XLM. */
  @WithDefault("2h")
  @PositiveTime
  Duration registrationLife();

  /**
   * How many from one address in that time, without those that are paid for and here; 0: no bound.
   */
  @WithDefault("20")
  @PositiveOrZero
  int registrationsPerAddress();

  /** How many may wait at a time; 0 sets no bound. */
  @WithDefault("1000")
  @PositiveOrZero
  int maxRegistrations();

  /** How often a day a farmer may change its mind; 0 sets no bound. */
  @WithDefault("100")
  @PositiveOrZero
  int changesPerDay();

  /** Fees of how many blocks a newcomer is asked for. */
  @WithDefault("12")
  @PositiveOrZero
  int feeBlocks();

  /** Set aside for opening the trustline and for leaving. */
  @WithDefault("0.05")
  @NotNegative
  Xlm classicFees();

  /** The longest between two looks at newcomers. */
  @WithDefault("15s")
  @PositiveTime
  Duration onboardingInterval();

  /** The longest between two tries to open a trustline. */
  @WithDefault("10m")
  @PositiveTime
  Duration trustlineLongestPause();
}
