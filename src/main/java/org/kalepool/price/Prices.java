package org.kalepool.price;

import java.util.Optional;
import org.kalepool.kale.Price;

/** What KALE is worth. */
public interface Prices {
  /** The price to reckon with; empty where there is none, or only one that is too old. */
  Optional<Quote> now();

  /**
   * The most that KALE was worth for a block's time within the last day; empty without a sample.
   */
  default Optional<Price> dearest() {
    return now().map(Quote::dearer);
  }
}
