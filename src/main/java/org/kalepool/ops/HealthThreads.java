package org.kalepool.ops;

import io.smallrye.health.AsyncHealthCheckFactory;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Runs each health check on a virtual thread of its own. Left to itself it would wait for one of
 * the worker threads that requests hold.
 */
@Alternative
@Priority(1)
@Singleton
final class HealthThreads extends AsyncHealthCheckFactory {
  private static final Executor THREADS = Thread.ofVirtual().name("health")::start;

  @Override
  public Uni<HealthCheckResponse> callSync(HealthCheck check) {
    return super.callSync(check).runSubscriptionOn(THREADS);
  }
}
