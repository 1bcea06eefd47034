package org.kalepool.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.kalepool.schedule.Sweep;

/** Looks regularly for what is stuck, and tells health, metrics and the log. */
@Singleton
final class Watchdog implements Sweep {
  private static final Logger LOG = Logger.getLogger(Watchdog.class);

  private final StuckFinder finder;
  private final WatchdogSettings settings;
  private volatile List<Stuck> last = List.of();

  Watchdog(StuckFinder finder, WatchdogSettings settings, MeterRegistry meters) {
    this.finder = finder;
    this.settings = settings;
    for (StuckKind kind : StuckKind.values()) {
      Gauge.builder("kale.watchdog.stuck", this, w -> w.count(kind))
          .tag("kind", kind.code())
          .description("What has not moved for longer than it may")
          .register(meters);
    }
  }

  @Override
  public String name() {
    return "watchdog";
  }

  @Override
  public Duration every() {
    return settings.interval();
  }

  @Override
  public void sweep() {
    try {
      List<Stuck> found = finder.find();
      Set<String> known = new HashSet<>();
      last.forEach(stuck -> known.add(key(stuck)));
      last = found;
      found.stream().filter(stuck -> !known.contains(key(stuck))).forEach(Watchdog::warn);
    } catch (PersistenceException e) {
      // The database's own check tells of this; what was found before stands.
      LOG.debugf("not looked for what is stuck: %s", e.getMessage());
    }
  }

  /** What the last look found. */
  List<Stuck> last() {
    return last;
  }

  /** How many of each kind the last look found; kinds without any are left out. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    last.forEach(stuck -> counts.merge(stuck.code(), 1, Integer::sum));
    return counts;
  }

  private long count(StuckKind kind) {
    return last.stream().filter(stuck -> stuck.kind() == kind).count();
  }

  private static String key(Stuck stuck) {
    return stuck.code() + " " + stuck.subject();
  }

  private static void warn(Stuck stuck) {
    LOG.warnf(
        "stuck: %s %s since %s: %s", stuck.code(), stuck.subject(), stuck.since(), stuck.detail());
  }
}
