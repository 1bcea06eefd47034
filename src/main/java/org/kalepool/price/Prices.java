package org.kalepool.price;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What KALE is worth. */
public interface Prices {
  /** The price to reckon with; empty where there is none, or only one that is too old. */
  Optional<Quote> now();

  /** How it stands with the price, for operators. */
  Standing standing();

  /**
   * @param source where it comes from; null if nothing is set
   * @param quote null where there is no price
   * @param lastSeen when a source last gave one, null if never
   * @param trouble why the last look brought none, null if it did or there was none
   */
  record Standing(
      @Nullable String source,
      @Nullable Quote quote,
      @Nullable Instant lastSeen,
      @Nullable String trouble) {}
}
