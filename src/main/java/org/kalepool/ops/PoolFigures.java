package org.kalepool.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.db.Db;
import org.kalepool.schedule.Remembered;
import org.kalepool.work.WorkStatus;

/**
 * The pool as a whole, from the counters that the deeds keep; asked for anew only now and then, by
 * one caller at a time.
 */
@Singleton
final class PoolFigures {
  private static final String SUMS =
      """
      select
        coalesce((select blocks from pooler_blocks
          where pooler_id = '00000000-0000-0000-0000-000000000000'), 0) as blocks,
        coalesce(sum(planted), 0) as planted, coalesce(sum(plant_failures), 0) as plant_failures,
        coalesce(sum(works), 0) as works, coalesce(sum(harvested), 0) as harvested,
        coalesce(sum(lost), 0) as lost, coalesce(sum(rewards), 0) as rewards,
        coalesce(sum(forfeits), 0) as forfeits, coalesce(sum(open_stake), 0) as open_stake,
        coalesce(sum(open_pails), 0) as open_pails
      from farmer_counters
      """;

  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  private final Db db;
  private final Blocks blocks;
  private final WorkStatus work;
  private final Remembered<Shown> counted;

  PoolFigures(
      Db db,
      Clock clock,
      Blocks blocks,
      WorkStatus work,
      @ConfigProperty(name = "kale.pooler.statistics-age", defaultValue = "10s") Duration maxAge) {
    this.db = db;
    this.blocks = blocks;
    this.work = work;
    this.counted = new Remembered<>(clock, maxAge, () -> count(clock.instant()));
  }

  /**
   * The figures; amounts are stroops.
   *
   * @param block the running block, null before the network was seen
   * @param hashRate hashes a second, mean of the last minute
   * @param farmers how many farmers are in each state
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "Stats")
  record Shown(
      Instant at,
      @Nullable Running block,
      double hashRate,
      Map<String, Integer> farmers,
      long blocksFarmed,
      long planted,
      long plantFailures,
      long works,
      long harvested,
      long lost,
      BigInteger totalRewards,
      BigInteger totalForfeits,
      long openPails,
      BigInteger openStake) {

    private Shown with(@Nullable Running now, double rate) {
      return new Shown(
          at,
          now,
          rate,
          farmers,
          blocksFarmed,
          planted,
          plantFailures,
          works,
          harvested,
          lost,
          totalRewards,
          totalForfeits,
          openPails,
          openStake);
    }
  }

  /** The running block, as of the newest ledger seen. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "RunningBlock")
  record Running(
      long blockIndex,
      Instant openedAt,
      boolean due,
      boolean paused,
      long ledger,
      Instant closed) {}

  Shown now() {
    return counted.get().with(running(), work.hashRate(RATE_WINDOW));
  }

  private @Nullable Running running() {
    return blocks
        .current()
        .map(
            current ->
                new Running(
                    current.index(),
                    Instant.ofEpochSecond(current.openedAt()),
                    current.due(),
                    current.paused(),
                    current.ledger(),
                    Instant.ofEpochSecond(current.closeTime())))
        .orElse(null);
  }

  private Shown count(Instant now) {
    Map<String, Integer> farmers = new TreeMap<>();
    db.list(
            "select state, count(*) from farmers group by state",
            row -> Map.entry(row.getString(1), row.getInt(2)))
        .forEach(state -> farmers.put(state.getKey(), state.getValue()));
    return db.one(
            SUMS,
            row ->
                new Shown(
                    now,
                    null,
                    0,
                    farmers,
                    row.getLong("blocks"),
                    row.getLong("planted"),
                    row.getLong("plant_failures"),
                    row.getLong("works"),
                    row.getLong("harvested"),
                    row.getLong("lost"),
                    row.getBigDecimal("rewards").toBigInteger(),
                    row.getBigDecimal("forfeits").toBigInteger(),
                    row.getLong("open_pails"),
                    row.getBigDecimal("open_stake").toBigInteger()))
        .orElseThrow();
  }
}
