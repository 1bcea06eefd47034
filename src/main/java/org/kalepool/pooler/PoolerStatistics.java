package org.kalepool.pooler;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.kalepool.schedule.CachedValue;

/**
 * How well poolers did, from the counters that the deeds keep; asked for anew only now and then, by
 * one caller at a time.
 */
@Singleton
final class PoolerStatistics {
  private final PoolerTotals stored;
  private final Clock clock;
  private final Duration maxAge;
  private final Map<UUID, CachedValue<Totals>> counted = new ConcurrentHashMap<>();

  PoolerStatistics(PoolerTotals stored, Clock clock, PoolerSettings settings) {
    this.stored = stored;
    this.clock = clock;
    this.maxAge = settings.statisticsAge();
  }

  /**
   * What was done for a pooler's farmers, since it began.
   *
   * @param blocks in how many blocks at least one farmer was planted
   * @param wished pairs of farmer and block that should have been planted
   * @param planted those that were
   * @param workable planted pairs whose block is over
   * @param worked those of them with at least one work
   * @param harvested pails harvested
   * @param lost pails lost
   * @param rewards sum of the rewards, stroops
   * @param forfeits sum of the stakes lost, stroops
   * @param compensations sum of what the pooler owed its farmers for lost stakes, stroops
   */
  @RegisterForReflection
  record Totals(
      long blocks,
      long wished,
      long planted,
      long workable,
      long worked,
      long harvested,
      long lost,
      long rewards,
      long forfeits,
      long compensations) {}

  Totals totals(UUID pooler) {
    return counted
        .computeIfAbsent(pooler, id -> new CachedValue<>(clock, maxAge, () -> stored.totals(id)))
        .get();
  }
}
