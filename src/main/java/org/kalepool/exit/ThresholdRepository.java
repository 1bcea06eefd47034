package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;

/** The table {@code payout_thresholds}. Every method joins the caller's database transaction. */
@Singleton
class ThresholdRepository implements PanacheRepositoryBase<ThresholdEntity, Long> {
  private final Clock clock;

  ThresholdRepository(Clock clock) {
    this.clock = clock;
  }

  /** At what earned amount a farmer is paid without asking; empty if at none. */
  Optional<Kale> of(UUID farmer) {
    return find("farmerId = ?1 order by id desc", farmer)
        .firstResultOptional()
        .flatMap(row -> Optional.ofNullable(row.amount));
  }

  void set(UUID farmer, @Nullable Kale amount, String by) {
    persistAndFlush(new ThresholdEntity(farmer, amount, by, clock.instant()));
  }

  long setSince(UUID farmer, Instant since) {
    return count("farmerId = ?1 and at > ?2", farmer, since);
  }
}
