package org.kalepool.ops;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.kalepool.leader.Leader;

/**
 * Tells whether this process is the one that farms. One that is not is ready all the same: it
 * serves the API, and what is asked of it is done by the other.
 */
@Readiness
@ApplicationScoped
final class Farming implements HealthCheck {
  private final Leader leader;

  Farming(Leader leader) {
    this.leader = leader;
  }

  @Override
  public HealthCheckResponse call() {
    Leader.Standing standing = leader.standing();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("leader").up().withData("farms", leader.leads());
    if (standing.leads()) {
      answer.withData("fence", standing.fence());
    } else {
      answer.withData("why", standing.why());
    }
    return answer.build();
  }
}
