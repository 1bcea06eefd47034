package org.kalepool.ops;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;
import org.kalepool.pooler.Poolers;

/** Started once the database is migrated and the own pooler is in it. */
@Startup
@ApplicationScoped
final class PoolStarted implements HealthCheck {
  private final Poolers poolers;

  PoolStarted(Poolers poolers) {
    this.poolers = poolers;
  }

  @Override
  public HealthCheckResponse call() {
    var own = poolers.own();
    return HealthCheckResponse.named("pooler")
        .up()
        .withData("pooler", own.name())
        .withData("wallet", own.wallet().text())
        .build();
  }
}
