package org.kalepool.pages;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Lets logged-in operators to their pages, and sends everybody else to log in. */
@Singleton
public final class OperatorVisitors {
  private static final String LOG_IN = "/operator/log-in?over=";

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
    boolean post = routing.request().method().name().equals("POST");
    String path = LOG_IN + (post ? "form" : "page");
    // A piece of a page would take the form in; the whole page has to go there.
    return routing.request().headers().contains("HX-Request")
        ? Response.ok("", "text/html").header("HX-Redirect", path).build()
        : Visitors.to(path);
  }
}
