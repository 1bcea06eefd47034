package org.kalepool.price;

import org.kalepool.kale.Price;

/** Where a price can be had. */
interface PriceSource {
  /** What it is called where its prices are shown; without secrets. */
  String name();

  /**
   * The price now.
   *
   * @throws NoPriceException if it cannot be had
   */
  Price read();
}
