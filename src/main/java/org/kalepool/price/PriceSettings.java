package org.kalepool.price;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.settings.AddressOf;
import org.kalepool.settings.NotNegative;
import org.kalepool.settings.PositiveTime;

/**
 * Where the price of KALE comes from: of what is set, the first in the order fixed, pool, pair,
 * URL. With none of them there is no price.
 */
@ConfigMapping(prefix = "kale.price")
public interface PriceSettings {
  /** XLM for one KALE, as it is. */
  @WithConverter(PriceReader.class)
  Optional<Price> fixed();

  /** A classic liquidity pool's id, or {@code network} for the one of XLM and KALE. */
  Optional<
          @Pattern(
              regexp = "network|[0-9a-f]{64}",
              message = "must be 'network' or the 64 hexadecimal digits of a pool's id")
          String>
      pool();

  /** A pair contract. */
  Optional<@AddressOf('C') Address> pair();

  /** Under which it keeps its reserve of KALE in its instance: a number or a name. */
  @WithDefault("2")
  String pairKaleKey();

  /** The same of XLM. */
  @WithDefault("3")
  String pairXlmKey();

  /** What answers with JSON. */
  Optional<URI> url();

  /** Where in it the XLM for one KALE stand: names and places joined by dots. */
  @WithDefault("price")
  String urlPath();

  /** For an answer of the URL, from the connection to its end. */
  @WithDefault("5s")
  @PositiveTime
  Duration urlTimeout();

  /** Between two looks. */
  @WithDefault("1m")
  @PositiveTime
  Duration interval();

  /** Over which the median is taken. */
  @WithDefault("30m")
  @PositiveTime
  Duration window();

  /** How long the last price holds when no new one comes. */
  @WithDefault("2h")
  @PositiveTime
  Duration maxAge();

  /** How long samples are kept. */
  @WithDefault("400d")
  @PositiveTime
  Duration keep();

  /** An exchange on the chain that holds less than this is not believed. */
  @WithDefault("1000")
  @NotNegative
  Xlm leastReserve();
}
