package org.kalepool.price;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.schedule.Sweep;

/** Asks for the price now and then, and keeps what it was. */
@Singleton
final class PriceSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(PriceSweep.class);

  private final PriceSources sources;
  private final PriceSampleRepository samples;
  private final KnownPrices known;
  private final PriceSettings settings;
  private final Clock clock;

  PriceSweep(
      PriceSources sources,
      PriceSampleRepository samples,
      KnownPrices known,
      PriceSettings settings,
      Clock clock) {
    this.sources = sources;
    this.samples = samples;
    this.known = known;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "price";
  }

  @Override
  public Duration every() {
    return settings.interval();
  }

  @Override
  public void sweep() {
    Optional<PriceSource> source = sources.configured();
    if (source.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    try {
      long units = source.get().read().units();
      samples.add(new Sample(now, units, source.get().name()), now.minus(settings.keep()));
      known.looked(null);
    } catch (NoPriceException e) {
      known.looked(e.getMessage());
      LOG.warnf("no price of KALE: %s", e.getMessage());
    }
  }
}
