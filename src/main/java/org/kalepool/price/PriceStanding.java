package org.kalepool.price;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Price;

/** How it stands with the price, for operators. */
public interface PriceStanding {
  /** As it is now. */
  View view();

  /** By day, UTC, the median of its samples, of the last so many days. */
  Map<LocalDate, Price> days(int days);

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
