package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How to plant. */
@Singleton
final class PlantSettings {
  private final boolean capAtMaxStake;
  private final Duration latestAge;
  private final int maxAttempts;
  private final Duration interval;

  /**
   * @param capAtMaxStake stake no more than the block's max_stake, since more earns nothing
   * @param latestAge no plant in the running block later than this after its opening, network time:
   *     the pail could hardly be worked any more
   * @param maxAttempts plants of one farmer in one block, landed or not
   * @param interval the slowest sweep
   */
  PlantSettings(
      @ConfigProperty(name = "kale.plant.cap-at-max-stake", defaultValue = "true")
          boolean capAtMaxStake,
      @ConfigProperty(name = "kale.plant.latest-age", defaultValue = "240s") Duration latestAge,
      @ConfigProperty(name = "kale.plant.max-attempts", defaultValue = "6") int maxAttempts,
      @ConfigProperty(name = "kale.plant.sweep-interval", defaultValue = "30s") Duration interval) {
    this.capAtMaxStake = capAtMaxStake;
    this.latestAge = latestAge;
    this.maxAttempts = maxAttempts;
    this.interval = interval;
  }

  boolean capAtMaxStake() {
    return capAtMaxStake;
  }

  /** Seconds. */
  long latestAge() {
    return latestAge.toSeconds();
  }

  int maxAttempts() {
    return maxAttempts;
  }

  Duration interval() {
    return interval;
  }
}
