package org.kalepool.work;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.kalepool.work.fleet.HasherStatus;

/** Registers the gauges of the hashing. */
@Singleton
final class WorkMetrics {
  private static final Map<String, Duration> WINDOWS =
      Map.of("1m", Duration.ofMinutes(1), "5m", Duration.ofMinutes(5), "1h", Duration.ofHours(1));

  void register(@Observes StartupEvent event, MeterRegistry meters, WorkStatus status) {
    bind(meters, status);
  }

  static void bind(MeterRegistry meters, WorkStatus status) {
    FunctionCounter.builder("kale.work.hashes", status, WorkStatus::hashes)
        .description("hashes computed")
        .register(meters);
    WINDOWS.forEach(
        (window, length) ->
            Gauge.builder("kale.work.hash.rate", status, it -> it.hashRate(length))
                .description("hashes a second")
                .tag("window", window)
                .register(meters));
    Gauge.builder("kale.work.idle", status, it -> it.idleShare(Duration.ofMinutes(1)))
        .description("share of the last minute the hashing threads had nothing to do")
        .register(meters);
    Gauge.builder("kale.work.zeros.best", status, it -> it.bestZeros().orElse(0))
        .description("best zeros found in the running block")
        .register(meters);
    Gauge.builder("kale.work.zeros.expected", status, WorkStatus::expectedZeros)
        .description("mean zeros to expect of the running block")
        .register(meters);
    Gauge.builder("kale.work.hash.rate.next.zero", status, WorkStatus::hashRateForNextZero)
        .description("hashes a second that would bring every farmer one zero more")
        .register(meters);
    Gauge.builder("kale.work.farmers", status, WorkStatus::farmersMined)
        .description("farmers mined for in the running block")
        .register(meters);
    Gauge.builder("kale.work.threads", status, WorkStatus::threads).register(meters);
    Gauge.builder("kale.work.devices", status, it -> devices(it, false))
        .description("devices that hash beside the CPU")
        .register(meters);
    Gauge.builder("kale.work.devices.failed", status, it -> devices(it, true))
        .description("devices that have been given up since the start")
        .register(meters);
    Gauge.builder("kale.work.devices.hash.rate", status, WorkMetrics::devicesRate)
        .description("hashes a second of all devices, mean of the last minute")
        .register(meters);
    Gauge.builder("kale.fleet.connected", status, it -> it.fleet().connected() ? 1 : 0)
        .description("1 while the fleet's broker is there; 0 also where none is set")
        .register(meters);
    Gauge.builder("kale.fleet.hashers", status, it -> hashers(it, false))
        .description("other machines that hash for this pooler")
        .register(meters);
    Gauge.builder("kale.fleet.hashers.lost", status, it -> hashers(it, true))
        .description("those that were there in the last ten minutes and say nothing any more")
        .register(meters);
    Gauge.builder("kale.fleet.hash.rate", status, WorkMetrics::fleetRate)
        .description("hashes a second of all hashers, mean of the last minute")
        .register(meters);
    Gauge.builder("kale.fleet.hits.wrong", status, WorkMetrics::wrongHits)
        .description("wrong hits of the hashers that are there")
        .register(meters);
  }

  private static long hashers(WorkStatus status, boolean lost) {
    return status.fleet().hashers().stream().filter(it -> it.lost() == lost).count();
  }

  private static double fleetRate(WorkStatus status) {
    return status.fleet().hashers().stream().mapToDouble(HasherStatus::hashesPerSecond).sum();
  }

  private static long wrongHits(WorkStatus status) {
    return status.fleet().hashers().stream().mapToLong(HasherStatus::wrong).sum();
  }

  private static long devices(WorkStatus status, boolean failed) {
    return status.devices().stream().filter(it -> it.failure().isPresent() == failed).count();
  }

  private static double devicesRate(WorkStatus status) {
    return status.devices().stream().mapToDouble(DeviceStatus::hashesPerSecond).sum();
  }
}
