package org.kalepool.ops;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.kalepool.db.Availability;

/** Ready while the database answers and takes writes; says why not. */
@Readiness
@ApplicationScoped
final class DatabaseReady implements HealthCheck {
  private final Availability database;
  private final DatabaseRole role;

  DatabaseReady(Availability database, DatabaseRole role) {
    this.database = database;
    this.role = role;
  }

  @Override
  public HealthCheckResponse call() {
    var trouble = database.trouble();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("database").status(trouble.isEmpty());
    trouble.ifPresent(why -> answer.withData("why", why));
    role.warning().ifPresent(warning -> answer.withData("warning", warning));
    return answer.build();
  }
}
