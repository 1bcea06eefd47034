package org.kalepool.ops;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Names what is stuck. It is no part of readiness: a farmer who waits is no reason to turn all the
 * others away. It is down, and with it the whole of {@code /q/health}, only where money is at stake
 * until somebody acts.
 */
@Wellness
@ApplicationScoped
final class NothingStuck implements HealthCheck {
  private final Watchdog watchdog;

  NothingStuck(Watchdog watchdog) {
    this.watchdog = watchdog;
  }

  @Override
  public HealthCheckResponse call() {
    boolean severe = watchdog.last().stream().anyMatch(Stuck::severe);
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("watchdog").status(!severe);
    watchdog.counts().forEach((kind, count) -> answer.withData(kind, count));
    return answer.build();
  }
}
