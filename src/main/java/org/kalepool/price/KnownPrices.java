package org.kalepool.price;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Price;
import org.kalepool.schedule.CachedValue;

/** The price as the samples have it, whichever process took them. */
@Singleton
final class KnownPrices implements Prices, PriceStanding {
  private static final Duration READ_EVERY = Duration.ofSeconds(4);

  /** Within which prices go up and down again. */
  private static final Duration A_DAY = Duration.ofDays(1);

  private final PriceSampleRepository repository;
  private final PriceSources sources;
  private final PriceSettings settings;
  private final Clock clock;
  private final CachedValue<List<Sample>> samples;
  private final CachedValue<Optional<Price>> dearest;
  private volatile @Nullable String trouble;

  KnownPrices(
      PriceSampleRepository repository, PriceSources sources, PriceSettings settings, Clock clock) {
    this.repository = repository;
    this.sources = sources;
    this.settings = settings;
    this.clock = clock;
    this.samples = new CachedValue<>(clock, READ_EVERY, repository::newest);
    this.dearest =
        new CachedValue<>(
            clock,
            READ_EVERY,
            () -> repository.dearest(clock.instant().minus(A_DAY)).map(Price::ofUnits));
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
  public Optional<Price> dearest() {
    return dearest.get();
  }

  @Override
  public Map<LocalDate, Price> days(int days) {
    Instant since = clock.instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(days - 1));
    Map<LocalDate, Price> prices = new TreeMap<>();
    repository
        .days(since)
        .forEach(day -> prices.put(LocalDate.ofEpochDay(day.day()), Price.ofUnits(day.units())));
    return prices;
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
