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
 * @param recent the median of the newest three samples
 * @param samples how many there are in the window
 * @param source of the newest
 */
public record Quote(Price price, Price recent, Instant at, int samples, String source) {
  private static final int RECENT = 3;

  /**
   * The higher of the two, by which it is decided not to farm. One that has risen counts as soon as
   * it was seen twice, one that has fallen when it has lasted: who is wrong by that farms a little
   * longer, as whoever farms always would, and nobody is kept from a block by a price of long ago.
   * Whoever drives the price up for some minutes gains nothing by others' farming.
   */
  public Price dearer() {
    return recent.compareTo(price) > 0 ? recent : price;
  }

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
            .toList();
    List<Price> last = prices.subList(0, Math.min(RECENT, prices.size()));
    return Optional.of(
        new Quote(median(prices), median(last), newest.at(), prices.size(), newest.source()));
  }

  private static Price median(List<Price> prices) {
    List<Price> sorted = prices.stream().sorted(Comparator.naturalOrder()).toList();
    return sorted.get((sorted.size() - 1) / 2);
  }
}
