package org.kalepool.pages;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Lets logged-in operators to their pages, and sends everybody else to log in. */
@Singleton
public final class OperatorVisitors {
  private final FormGuard guard;
  private final Frames frames;

  OperatorVisitors(FormGuard guard, Frames frames) {
    this.guard = guard;
    this.frames = frames;
  }

  /** Who looks at a page. */
  OperatorSeen operator(RoutingContext routing) {
    return Frames.operator(routing).orElseThrow(OperatorLogInFirst::new);
  }

  /** Who has sent a form, which is one of ours. */
  OperatorSeen operator(RoutingContext routing, MultivaluedMap<String, String> form) {
    OperatorSeen operator = operator(routing);
    guard.check(routing, form);
    return operator;
  }

  /** The frame of a page, for who looks at it. */
  Frame frame(RoutingContext routing, String title, String here) {
    return frames.ofOperator(routing, operator(routing), title, here);
  }

  @ServerExceptionMapper
  Response send(OperatorLogInFirst nobody, RoutingContext routing) {
    return Visitors.toLogIn(routing, "/operator/log-in");
  }
}
