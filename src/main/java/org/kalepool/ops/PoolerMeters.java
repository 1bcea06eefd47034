package org.kalepool.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.pooler.PoolerFarmers;
import org.kalepool.pooler.PoolerStandings;
import org.kalepool.pooler.Standing;
import org.kalepool.schedule.Tasks;
import org.kalepool.work.WorkStatus;

/**
 * The poolers in the metrics, each under its name. Whoever scrapes has them looked at anew, by a
 * task that does not hold up the answer: what is shown is one scrape old. Of many poolers the first
 * ones have rows of their own, and all others one together.
 */
@Singleton
class PoolerMeters {
  /** Poolers with rows of their own: active ones first, of them the own one first. */
  static final int MOST = 50;

  /** The name of all others. */
  static final String OTHERS = "(others)";

  private static final String LABEL = "pooler";
  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  private final PoolerStandings standings;
  private final PoolerFarmers farmers;
  private final Reports reports;
  private final Blocks blocks;
  private final WorkStatus work;
  private final Clock clock;
  private final Tasks tasks;
  private final Map<MultiGauge, ToDoubleFunction<Row>> gauges;
  private volatile int count;

  /**
   * What is shown of one pooler, or of several.
   *
   * @param heard of the newest heartbeat, of several the oldest such; null for never
   * @param own whether nothing is to be heard of it, as it is in this process
   */
  record Row(
      String name,
      boolean own,
      @Nullable Instant heard,
      long farmers,
      long planted,
      double hashRate,
      long debt) {
    Row and(Row other) {
      Instant oldest =
          heard == null || other.heard == null
              ? null
              : heard.isBefore(other.heard) ? heard : other.heard;
      return new Row(
          OTHERS,
          false,
          oldest,
          farmers + other.farmers,
          planted + other.planted,
          hashRate + other.hashRate,
          Math.addExact(debt, other.debt));
    }
  }

  PoolerMeters(
      PoolerStandings standings,
      PoolerFarmers farmers,
      Reports reports,
      Blocks blocks,
      WorkStatus work,
      Clock clock,
      Tasks tasks,
      MeterRegistry meters) {
    this.standings = standings;
    this.farmers = farmers;
    this.reports = reports;
    this.blocks = blocks;
    this.work = work;
    this.clock = clock;
    this.tasks = tasks;
    Gauge.builder("kale.poolers", this, PoolerMeters::scraped)
        .description("How many poolers there are, active or not")
        .register(meters);
    this.gauges =
        Map.of(
            gauge("kale.pooler.heard.age.seconds", "Since its newest heartbeat", meters),
            this::age,
            gauge("kale.pooler.farmers", "Farmers who are with it", meters),
            Row::farmers,
            gauge("kale.pooler.planted", "Planted for it in the running block", meters),
            Row::planted,
            gauge("kale.pooler.hash.rate", "Hashes a second, as it says itself", meters),
            Row::hashRate,
            gauge("kale.pooler.debt.stroops", "Compensation that it owes", meters),
            Row::debt);
  }

  private static MultiGauge gauge(String name, String what, MeterRegistry meters) {
    return MultiGauge.builder(name).description(what).register(meters);
  }

  /** So that it is there before anybody scrapes. */
  void onStart(@Observes StartupEvent start) {
    count = 0;
  }

  private double scraped() {
    tasks.submitEverywhere("pooler-meters", this::look);
    return count;
  }

  /** Without end for one of which nothing was ever heard. */
  private double age(Row row) {
    Instant heard = row.heard();
    if (row.own()) {
      return 0;
    }
    return heard == null
        ? Double.POSITIVE_INFINITY
        : Duration.between(heard, clock.instant()).toMillis() / 1000.0;
  }

  /** Looks at all poolers, and puts them into the metrics. */
  @ActivateRequestContext
  void look() {
    List<Standing> all = new ArrayList<>(standings.all());
    // a stable sort: the own one is first, and names are in order, in either half
    all.sort((one, other) -> Boolean.compare(other.active(), one.active()));
    Map<UUID, Integer> planted =
        blocks.current().map(now -> reports.poolers(now.index())).orElse(List.of()).stream()
            .collect(Collectors.toMap(view -> view.poolerId, view -> view.planted));
    List<Row> rows =
        bounded(
            all.stream()
                .map(pooler -> row(pooler, planted.getOrDefault(pooler.poolerId(), 0)))
                .toList(),
            MOST);
    gauges.forEach(
        (gauge, value) ->
            gauge.register(
                rows.stream()
                    .map(row -> MultiGauge.Row.of(Tags.of(LABEL, row.name()), row, value))
                    .toList(),
                true));
    count = all.size();
  }

  /** So many rows, and one of all others together. */
  static List<Row> bounded(List<Row> all, int most) {
    List<Row> rows = new ArrayList<>(all.subList(0, Math.min(most, all.size())));
    all.stream().skip(most).reduce(Row::and).ifPresent(rows::add);
    return rows;
  }

  private Row row(Standing pooler, int planted) {
    Long said = pooler.hashRate();
    double rate = pooler.own() ? work.hashRate(RATE_WINDOW) : said == null ? 0 : said;
    return new Row(
        pooler.name(),
        pooler.own(),
        pooler.lastSeenAt(),
        farmers.places(pooler.poolerId()).all(),
        planted,
        rate,
        pooler.debt().stroops());
  }
}
