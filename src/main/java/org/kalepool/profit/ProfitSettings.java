package org.kalepool.profit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.kalepool.kale.Xlm;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/** What the pool's own costs are, and how long is remembered what was expected. */
@ConfigMapping(prefix = "kale.profit")
public interface ProfitSettings {
  /** What the hashing draws. */
  @WithDefault("0")
  @PositiveOrZero
  double watts();

  /** What a kilowatt-hour costs. */
  @WithDefault("0")
  @NotNegative
  Xlm xlmPerKwh();

  /** What the pool costs beyond that. */
  @WithDefault("0")
  @NotNegative
  Xlm xlmPerDay();

  /** The chance that a stake is lost, as a choice weighs it. */
  @WithDefault("0.0005")
  @PositiveOrZero
  @DecimalMax("1")
  double lossRisk();

  /**
   * Percent of what farming always would have brought, by which choosing may leave a farmer behind
   * that at worst; 100 for no bound.
   */
  @WithDefault("1")
  @PositiveOrZero
  @DecimalMax("100")
  double mostBehind();

  /** How long it is kept what was expected of a farmer's blocks; sums stay. */
  @WithDefault("30d")
  @PositiveTime
  Duration keep();

  /** What the pool pays for so long. */
  static Xlm electricity(ProfitSettings settings, Duration time) {
    double hours = time.toMillis() / 3.6e6;
    double power = settings.watts() / 1_000 * hours * settings.xlmPerKwh().stroops();
    return Xlm.ofStroops(Math.round(power + settings.xlmPerDay().stroops() * hours / 24));
  }
}
