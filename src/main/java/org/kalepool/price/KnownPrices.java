package org.kalepool.price;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.CachedValue;

/** The price as the samples have it, whichever process took them. */
@Singleton
final class KnownPrices implements Prices, PriceStanding {
  private static final Duration READ_EVERY = Duration.ofSeconds(4);

  private final PriceSources sources;
  private final PriceSettings settings;
  private final Clock clock;
  private final CachedValue<List<Sample>> samples;
  private volatile @Nullable String trouble;

  KnownPrices(
      PriceSampleRepository repository, PriceSources sources, PriceSettings settings, Clock clock) {
    this.sources = sources;
    this.settings = settings;
    this.clock = clock;
    this.samples = new CachedValue<>(clock, READ_EVERY, repository::newest);
  }

  /** What came of the last look. */
  void looked(@Nullable String trouble) {
    this.trouble = trouble;
  }

  @Override
  public Optional<Quote> now() {
    return Quote.of(samples.get(), clock.instant(), settings.window(), settings.maxAge());
  }

  @Override
  public View view() {
    List<Sample> seen = samples.get();
    Instant last = seen.isEmpty() ? null : seen.getFirst().at();
    return new View(
        sources.configured().map(PriceSource::name).orElse(null),
        now().orElse(null),
        last,
        trouble);
  }
}
