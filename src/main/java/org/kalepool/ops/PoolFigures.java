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
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.db.Db;
import org.kalepool.work.WorkStatus;

/** The pool as a whole. Counted anew only now and then, as it goes through long tables. */
@Singleton
final class PoolFigures {
  private static final String SUMS =
      """
      select
        (select count(*) from (select distinct block_index from plantings
          where status = 'PLANTED') b) as blocks,
        (select count(*) from plantings where status = 'PLANTED') as planted,
        (select count(*) from plantings where status = 'FAILED') as plant_failures,
        (select count(*) from works where status = 'WORKED') as works,
        (select count(*) from harvests where status = 'HARVESTED') as harvested,
        (select count(*) from harvests where status = 'LOST') as lost,
        (select coalesce(sum(reward), 0) from harvests) as rewards,
        (select coalesce(sum(stake), 0) from harvests where status = 'LOST') as forfeits,
        (select coalesce(sum(stake), 0) from open_pails) as open_stake,
        (select count(*) from open_pails) as open_pails
      """;

  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  private final Db db;
  private final Clock clock;
  private final Blocks blocks;
  private final WorkStatus work;
  private final Duration maxAge;
  private final AtomicReference<@Nullable Shown> last = new AtomicReference<>();

  PoolFigures(
      Db db,
      Clock clock,
      Blocks blocks,
      WorkStatus work,
      @ConfigProperty(name = "kale.pooler.statistics-age", defaultValue = "10s") Duration maxAge) {
    this.db = db;
    this.clock = clock;
    this.blocks = blocks;
    this.work = work;
    this.maxAge = maxAge;
  }

  /**
   * The figures; amounts are stroops.
   *
   * @param block the running block, null before the network was seen
   * @param hashRate hashes a second, mean of the last minute
   * @param farmers how many farmers are in each state
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
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
  record Running(
      long blockIndex,
      Instant openedAt,
      boolean due,
      boolean paused,
      long ledger,
      Instant closed) {}

  Shown now() {
    Instant now = clock.instant();
    Shown known = last.get();
    if (known == null || known.at().plus(maxAge).isBefore(now)) {
      known = count(now);
      last.set(known);
    }
    return known.with(running(), work.hashRate(RATE_WINDOW));
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
