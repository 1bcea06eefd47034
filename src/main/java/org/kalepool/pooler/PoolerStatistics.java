package org.kalepool.pooler;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.kalepool.db.Db;

/** How well poolers did. Counted anew only now and then, as it goes through long tables. */
@Singleton
final class PoolerStatistics {
  private static final String TOTALS =
      """
      select
        (select count(distinct block_index) from plantings
          where pooler_id = p.id and status = 'PLANTED') as blocks,
        (select count(distinct (farmer_id, block_index)) from plantings
          where pooler_id = p.id) as wished,
        (select count(*) from plantings where pooler_id = p.id and status = 'PLANTED') as planted,
        (select count(*) from plantings l join block_operations b using (block_index)
          where l.pooler_id = p.id and l.status = 'PLANTED' and b.closed_at is not null) as workable,
        (select count(distinct (w.farmer_id, w.block_index)) from works w
          join block_operations b using (block_index)
          where w.pooler_id = p.id and w.status = 'WORKED' and b.closed_at is not null) as worked,
        (select count(*) from harvests where pooler_id = p.id and status = 'HARVESTED') as harvested,
        (select count(*) from harvests where pooler_id = p.id and status = 'LOST') as lost,
        (select coalesce(sum(reward), 0) from harvests where pooler_id = p.id) as rewards,
        (select coalesce(sum(stake), 0) from harvests
          where pooler_id = p.id and status = 'LOST') as forfeits,
        (select coalesce(sum(amount), 0) from compensations where pooler_id = p.id) as owed
      from poolers p where p.id = ?
      """;

  private final Db db;
  private final Clock clock;
  private final Duration maxAge;
  private final Map<UUID, Counted> counted = new ConcurrentHashMap<>();

  PoolerStatistics(
      Db db,
      Clock clock,
      @ConfigProperty(name = "kale.pooler.statistics-age", defaultValue = "10s") Duration maxAge) {
    this.db = db;
    this.clock = clock;
    this.maxAge = maxAge;
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

  private record Counted(Instant at, Totals totals) {}

  Totals totals(UUID pooler) {
    Instant now = clock.instant();
    Counted known = counted.get(pooler);
    if (known == null || known.at().plus(maxAge).isBefore(now)) {
      known = new Counted(now, count(pooler));
      counted.put(pooler, known);
    }
    return known.totals();
  }

  /** Farmers that are with the pooler now, all and active ones. */
  record Farmers(int all, int active) {}

  Farmers farmers(UUID pooler) {
    return db.one(
            "select count(*), count(*) filter (where state = 'ACTIVE') from farmers"
                + " where pooler_id = ? and state <> 'DEPARTED'",
            row -> new Farmers(row.getInt(1), row.getInt(2)),
            pooler)
        .orElseThrow();
  }

  private Totals count(UUID pooler) {
    return db.one(
            TOTALS,
            row ->
                new Totals(
                    row.getLong("blocks"),
                    row.getLong("wished"),
                    row.getLong("planted"),
                    row.getLong("workable"),
                    row.getLong("worked"),
                    row.getLong("harvested"),
                    row.getLong("lost"),
                    row.getLong("rewards"),
                    row.getLong("forfeits"),
                    row.getLong("owed")),
            pooler)
        .orElseThrow();
  }
}
