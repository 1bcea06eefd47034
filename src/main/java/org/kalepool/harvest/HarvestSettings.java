package org.kalepool.harvest;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** When to harvest. */
@Singleton
final class HarvestSettings {
  private final int expiryShare;
  private final long expiryLedgers;
  private final Duration interval;

  /**
   * @param expiryShare harvest when this percentage of the entries' life is left
   * @param expiryLedgers or this many ledgers, if that is more; never more than a quarter
   * @param interval the slowest sweep
   */
  HarvestSettings(
      @ConfigProperty(name = "kale.harvest.expiry-share", defaultValue = "10") int expiryShare,
      @ConfigProperty(name = "kale.harvest.expiry-ledgers", defaultValue = "180")
          long expiryLedgers,
      @ConfigProperty(name = "kale.harvest.sweep-interval", defaultValue = "30s")
          Duration interval) {
    this.expiryShare = expiryShare;
    this.expiryLedgers = expiryLedgers;
    this.interval = interval;
  }

  int expiryShare() {
    return expiryShare;
  }

  long expiryLedgers() {
    return expiryLedgers;
  }

  Duration interval() {
    return interval;
  }
}
