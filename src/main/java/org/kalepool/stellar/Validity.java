package org.kalepool.stellar;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long what was sent may still land. */
@Singleton
public final class Validity {
  /** Ledgers that are waited for at least, however slow they are. */
  private static final int LEDGERS = 12;

  private final Duration least;

  /**
   * @param least {@code kale.transactions.validity}: how long an envelope is good for
   */
  Validity(
      @ConfigProperty(name = "kale.transactions.validity", defaultValue = "90s") Duration least) {
    this.least = least;
  }

  /**
   * The longest from the making of an envelope to the ledger it lands in, in seconds.
   *
   * @param ledgerSeconds between two ledgers
   */
  public long seconds(double ledgerSeconds) {
    return Math.max(least.toSeconds(), Math.round(LEDGERS * ledgerSeconds));
  }
}
