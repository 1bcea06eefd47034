package org.kalepool.pooler;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.kalepool.db.Db;
import org.kalepool.schedule.Remembered;

/**
 * How well poolers did, from the counters that the deeds keep; asked for anew only now and then, by
 * one caller at a time.
 */
@Singleton
final class PoolerStatistics {
  /** What was planted and worked in blocks that are not over does not count yet. */
  private static final String TOTALS =
      """
      select coalesce((select blocks from pooler_blocks where pooler_id = p.id), 0) as blocks,
        c.wished, c.planted,
        c.planted - (select count(*) from plantings l join block_operations b using (block_index)
          where l.pooler_id = p.id and l.status = 'PLANTED' and b.closed_at is null) as workable,
        c.worked - (select count(distinct (w.farmer_id, w.block_index)) from works w
          join block_operations b using (block_index)
          where w.pooler_id = p.id and w.status = 'WORKED' and b.closed_at is null) as worked,
        c.harvested, c.lost, c.rewards, c.forfeits, c.owed
      from poolers p cross join lateral (
        select coalesce(sum(wished), 0) as wished, coalesce(sum(planted), 0) as planted,
          coalesce(sum(worked), 0) as worked, coalesce(sum(harvested), 0) as harvested,
          coalesce(sum(lost), 0) as lost, coalesce(sum(rewards), 0) as rewards,
          coalesce(sum(forfeits), 0) as forfeits, coalesce(sum(compensations), 0) as owed
        from farmer_counters where pooler_id = p.id) c
      where p.id = ?
      """;

  private final Db db;
  private final Clock clock;
  private final Duration maxAge;
  private final Map<UUID, Remembered<Totals>> counted = new ConcurrentHashMap<>();

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

  Totals totals(UUID pooler) {
    return counted
        .computeIfAbsent(pooler, id -> new Remembered<>(clock, maxAge, () -> count(id)))
        .get();
  }

  /** Farmers that are with the pooler now, all and active ones. */
  record Farmers(int all, int active) {}

  Farmers farmers(UUID pooler) {
    return db.one(
            "select count(*), count(*) filter (where state = 'ACTIVE') from farmers"
                + " where pooler_id = ? and funded_at is not null and state <> 'DEPARTED'",
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
