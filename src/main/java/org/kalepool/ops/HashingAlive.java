package org.kalepool.ops;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.kalepool.work.FleetStatus;
import org.kalepool.work.WorkStatus;

/** Alive while the hashing threads get on whenever they have something to mine. */
@Liveness
@ApplicationScoped
final class HashingAlive implements HealthCheck {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final WorkStatus work;

  HashingAlive(WorkStatus work) {
    this.work = work;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("hashing");
    work.devices().forEach(device -> answer.withData(device.name(), device.toString()));
    FleetStatus fleet = work.fleet();
    if (fleet.configured()) {
      answer.withData("fleet", fleet.trouble().orElse("the broker is there"));
      fleet.hashers().forEach(it -> answer.withData("hasher " + it.name(), it.toString()));
    }
    return answer
        .status(work.alive())
        .withData("kernel", work.kernel())
        .withData("threads", work.threads())
        .withData("paused", work.paused())
        .withData("hashesPerSecond", Math.round(work.hashRate(WINDOW)))
        .withData("farmersMined", work.farmersMined())
        .build();
  }
}
