package org.kalepool.alert;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;
import org.kalepool.settings.SteppedSettings;
import org.kalepool.work.WorkStatus;

/** What this process knows of itself, by its own metrics; of a stepped one nothing is known. */
@Singleton
final class ProcessFigures {
  /** Whose answers may wait, or never end, by design. */
  private static final List<String> WAITING = List.of("/api/v1/pooler", "/api/v1/events", "/live");

  private static final List<String> ACTIONS = List.of("PLANT", "WORK", "HARVEST");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int WHOLE = 100;

  private final MeterRegistry meters;
  private final WorkStatus work;
  private final boolean stepped;

  ProcessFigures(MeterRegistry meters, WorkStatus work, SteppedSettings settings) {
    this.meters = meters;
    this.work = work;
    this.stepped = settings.stepped();
  }

  @Nullable Duration slowest() {
    if (stepped) {
      return null;
    }
    double seconds = 0;
    for (Timer timer : meters.find("http.server.requests").timers()) {
      String uri = Objects.requireNonNullElse(timer.getId().getTag("uri"), "");
      if (WAITING.stream().noneMatch(uri::startsWith)) {
        seconds = Math.max(seconds, timer.max(TimeUnit.SECONDS));
      }
    }
    return Duration.ofMillis((long) (seconds * 1000));
  }

  /** Hashing gives way to all else, so its part is taken off. */
  @Nullable Integer cpu() {
    Gauge usage = meters.find("system.cpu.usage").gauge();
    double busy = usage == null ? -1 : usage.value();
    if (stepped || Double.isNaN(busy) || busy < 0) {
      return null;
    }
    double hashing =
        (1 - work.idleShare(MINUTE)) * work.threads() / Runtime.getRuntime().availableProcessors();
    return (int) Math.round(WHOLE * Math.max(busy - Math.min(hashing, 1), 0));
  }

  /** What is garbage counts until it is collected: so only what lasts says anything. */
  @Nullable Integer memory() {
    if (stepped) {
      return null;
    }
    Runtime heap = Runtime.getRuntime();
    return (int) (WHOLE * (heap.totalMemory() - heap.freeMemory()) / heap.maxMemory());
  }

  /** Null before the pooler's wallet was looked at. */
  @Nullable Xlm poolersXlm() {
    Gauge gauge = meters.find("kale.pooler.wallet.xlm.stroops").gauge();
    return gauge == null || gauge.value() <= 0 ? null : Xlm.ofStroops((long) gauge.value());
  }

  /** Plants, works and harvests that ended since the start. */
  long settled() {
    return count(counter -> true);
  }

  /** Those of them that failed. */
  long failed() {
    return count(counter -> !"Landed".equals(counter.getId().getTag("outcome")));
  }

  private long count(Predicate<Counter> which) {
    return (long)
        meters.find("kale.transactions.settled").counters().stream()
            .filter(counter -> ACTIONS.contains(counter.getId().getTag("action")))
            .filter(which)
            .mapToDouble(Counter::count)
            .sum();
  }
}
