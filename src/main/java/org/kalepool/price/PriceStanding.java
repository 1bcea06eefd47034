package org.kalepool.price;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How it stands with the price, for operators. */
public interface PriceStanding {
  /** As it is now. */
  View view();

  /**
   * What there is to see.
   *
   * @param source where it comes from; null if nothing is set
   * @param quote null where there is no price
   * @param lastSeen when a source last gave one, null if never
   * @param trouble why the last look brought none, null if it did or there was none
   */
  record View(
      @Nullable String source,
      @Nullable Quote quote,
      @Nullable Instant lastSeen,
      @Nullable String trouble) {}
}
