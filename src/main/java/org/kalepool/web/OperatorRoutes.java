package org.kalepool.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Holds operators to their roles on the API's routes, before a body is looked at: who only looks
 * changes nothing by any of them, and some are for admins. Not a singleton but behind a proxy, as
 * {@link RateLimit} is.
 */
@ApplicationScoped
public class OperatorRoutes {
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  /** Before a route for admins is called. */
  @AdminsOnly
  @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
  public void admins(RoutingContext routing) {
    OperatorRole.of(routing).ifPresent(role -> role.require(OperatorRole.ADMIN));
  }

  /** Before any route is called; pages have forms of their own that say what they need. */
  @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 1)
  public void others(RoutingContext routing) {
    String path = routing.request().path();
    if (path != null
        && path.startsWith("/api/")
        && !READS.contains(routing.request().method().name())) {
      OperatorRole.of(routing).ifPresent(role -> role.require(OperatorRole.OPERATOR));
    }
  }
}
