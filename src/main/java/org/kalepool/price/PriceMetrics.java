package org.kalepool.price;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Registers the gauges of the price. */
@Singleton
final class PriceMetrics {
  void register(
      @Observes StartupEvent event,
      MeterRegistry meters,
      Prices prices,
      PriceStanding standing,
      Clock clock) {
    Gauge.builder("kale.price", prices, PriceMetrics::price)
        .description("XLM for one KALE that is reckoned with; not a number where there is none")
        .register(meters);
    Gauge.builder("kale.price.age", standing, it -> age(it, clock.instant()))
        .description("seconds since the price was last seen; not a number if never")
        .register(meters);
  }

  private static double price(Prices prices) {
    return prices.now().map(quote -> quote.price().xlmPerKale()).orElse(Double.NaN);
  }

  private static double age(PriceStanding prices, Instant now) {
    Instant last = prices.view().lastSeen();
    return last == null ? Double.NaN : Duration.between(last, now).toMillis() / 1e3;
  }
}
