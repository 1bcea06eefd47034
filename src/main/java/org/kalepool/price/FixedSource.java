package org.kalepool.price;

import org.kalepool.kale.Price;

/** What an operator has set. */
record FixedSource(Price price) implements PriceSource {
  @Override
  public String name() {
    return "setting";
  }

  @Override
  public Price read() {
    return price;
  }
}
