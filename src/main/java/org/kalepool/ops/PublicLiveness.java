package org.kalepool.ops;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.kalepool.work.WorkStatus;

/**
 * Says on the public port whether the pool is alive, and nothing else about it: for load balancers
 * and container health checks. Answered from memory on the event loop, so that no request that
 * waits for a worker thread, however many there are, is before it. The rest of {@code /q} is on the
 * management port.
 */
@Singleton
final class PublicLiveness {
  private static final String PATH = "/q/health/live";
  private static final int UP = 200;
  private static final int DOWN = 503;

  private final WorkStatus work;

  PublicLiveness(WorkStatus work) {
    this.work = work;
  }

  void install(@Observes Router router) {
    router.route(PATH).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::answer);
  }

  private void answer(RoutingContext context) {
    boolean alive = work.alive();
    context
        .response()
        .setStatusCode(alive ? UP : DOWN)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end("{\"status\":\"" + (alive ? "UP" : "DOWN") + "\"}");
  }
}
