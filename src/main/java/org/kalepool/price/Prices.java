package org.kalepool.price;

import java.util.Optional;

/** What KALE is worth. */
public interface Prices {
  /** The price to reckon with; empty where there is none, or only one that is too old. */
  Optional<Quote> now();
}
