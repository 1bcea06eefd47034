package org.kalepool.price;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.PoolReserves;

/** The source that the settings name. */
@Singleton
final class PriceSources {
  private final @Nullable PriceSource configured;

  PriceSources(PriceSettings settings, PoolReserves reserves) {
    this.configured = of(settings, reserves);
  }

  /** Empty if none is set. */
  Optional<PriceSource> configured() {
    return Optional.ofNullable(configured);
  }

  private static @Nullable PriceSource of(PriceSettings settings, PoolReserves reserves) {
    if (settings.fixed().isPresent()) {
      return new FixedSource(settings.fixed().get());
    }
    if (settings.pool().isPresent()) {
      Optional<Hash> id = settings.pool().filter(it -> !it.equals("network")).map(Hash::new);
      return new ReserveSource(
          "liquidity pool", settings.leastReserve(), () -> reserves.classic(id));
    }
    if (settings.pair().isPresent()) {
      return new ReserveSource(
          "pair contract",
          settings.leastReserve(),
          () ->
              reserves.pair(settings.pair().get(), settings.pairKaleKey(), settings.pairXlmKey()));
    }
    return settings
        .url()
        .map(url -> new UrlSource(url, settings.urlPath(), settings.urlTimeout()))
        .orElse(null);
  }
}
