package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.pooler.PoolerSettings;
import org.kalepool.schedule.CachedValue;
import org.kalepool.work.WorkStatus;

/**
 * The pool as a whole, from the counters that the deeds keep; asked for anew only now and then, by
 * one caller at a time.
 */
@Singleton
public final class PoolFigures {
  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  private final Reports reports;
  private final Blocks blocks;
  private final WorkStatus work;
  private final CachedValue<Shown> counted;

  PoolFigures(
      Reports reports, Clock clock, Blocks blocks, WorkStatus work, PoolerSettings settings) {
    this.reports = reports;
    this.blocks = blocks;
    this.work = work;
    this.counted = new CachedValue<>(clock, settings.statisticsAge(), () -> count(clock.instant()));
  }

  /**
   * The figures; amounts are stroops.
   *
   * @param block the running block, null before the network was seen
   * @param hashRate hashes a second, mean of the last minute
   * @param farmers how many farmers are in each state
   */
  @Schema(name = "Stats")
  public record Shown(
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
  @Schema(name = "RunningBlock")
  public record Running(
      long blockIndex,
      Instant openedAt,
      boolean due,
      boolean paused,
      long ledger,
      Instant closed) {}

  /** As they are now, but for what is counted, which may be a little older. */
  public Shown now() {
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
    reports.states().forEach(state -> farmers.put(state.state(), state.farmers()));
    Reports.Sums sums = reports.sums();
    return new Shown(
        now,
        null,
        0,
        farmers,
        sums.blocks(),
        sums.planted(),
        sums.plantFailures(),
        sums.works(),
        sums.harvested(),
        sums.lost(),
        sums.rewards().toBigInteger(),
        sums.forfeits().toBigInteger(),
        sums.openPails(),
        sums.openStake().toBigInteger());
  }
}
