package org.kalepool.lab.plan;

import org.kalepool.kale.Price;

/** What is known of the price that a reward will have. */
enum KnownPrice {
  /** As a pool does: prices before. */
  PAST,
  /** These, and by what rule it jumps. */
  RULE,
  /** The price itself. */
  COMING;

  Price of(PriceSeries prices, int step) {
    return switch (this) {
      case PAST -> prices.known(step);
      case RULE -> prices.byTheRule(step);
      case COMING -> prices.coming(step);
    };
  }
}
