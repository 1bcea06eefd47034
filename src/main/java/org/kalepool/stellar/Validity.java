package org.kalepool.stellar;

import jakarta.inject.Singleton;
import java.time.Duration;

/** How long what was sent may still land. */
@Singleton
public final class Validity {
  /** Ledgers that are waited for at least, however slow they are. */
  private static final int LEDGERS = 12;

  private final Duration least;

  Validity(TransactionSettings settings) {
    this.least = settings.validity();
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
