package org.kalepool.price;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.kalepool.kale.Price;

/**
 * The price that is reckoned with.
 *
 * @param price the median of the samples
 * @param at when the newest of them was taken
 * @param samples how many they are
 * @param source of the newest
 */
public record Quote(Price price, Instant at, int samples, String source) {
  /**
   * The median of what was sampled in a while before the newest sample, the lower of the two in the
   * middle. A price that holds for less than half of that time does not become it.
   *
   * @param newestFirst samples in descending order of time
   * @param maxAge older than this, the newest says nothing any more
   * @return empty without a sample that is new enough
   */
  static Optional<Quote> of(
      List<Sample> newestFirst, Instant now, Duration window, Duration maxAge) {
    if (newestFirst.isEmpty() || newestFirst.getFirst().at().plus(maxAge).isBefore(now)) {
      return Optional.empty();
    }
    Sample newest = newestFirst.getFirst();
    List<Price> prices =
        newestFirst.stream()
            .filter(sample -> !sample.at().isBefore(newest.at().minus(window)))
            .map(Sample::price)
            .sorted(Comparator.naturalOrder())
            .toList();
    Price median = prices.get((prices.size() - 1) / 2);
    return Optional.of(new Quote(median, newest.at(), prices.size(), newest.source()));
  }
}
