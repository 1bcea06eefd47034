package org.kalepool.pages;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Lets a logged-in farmer to its own pages, and sends everybody else to log in. */
@Singleton
public final class Visitors {
  private final FormGuard guard;

  Visitors(FormGuard guard) {
    this.guard = guard;
  }

  /** Who looks at a page. */
  UUID farmer(RoutingContext routing) {
    return Frames.farmer(routing).orElseThrow(LogInFirst::new);
  }

  /** Who has sent a form, which is one of ours. */
  UUID farmer(RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID farmer = farmer(routing);
    guard.check(routing, form);
    return farmer;
  }

  /** To another page, which the browser then gets anew: going back sends nothing again. */
  static Response to(String path) {
    return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, path).build();
  }

  @ServerExceptionMapper
  Response send(LogInFirst nobody, RoutingContext routing) {
    boolean post = routing.request().method().name().equals("POST");
    return to(post ? "/log-in?over=form" : "/log-in?over=page");
  }
}
