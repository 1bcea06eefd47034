package org.kalepool.price;

import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Price;

/** Reads XLM for one KALE. */
public final class PriceReader implements Converter<Price> {
  @Override
  public @Nullable Price convert(String text) {
    try {
      return text.isBlank() ? null : Price.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be XLM for one KALE, such as 0.0005", e);
    }
  }
}
