package org.kalepool.pages;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
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

  /** To where one logs in, which says what became of what was sent. */
  static Response toLogIn(RoutingContext routing, String path) {
    boolean post = routing.request().method().name().equals("POST");
    String to = path + "?over=" + (post ? "form" : "page");
    // A piece of a page would take the form in; the whole page has to go there.
    return routing.request().headers().contains("HX-Request")
        ? Response.ok("", MediaType.TEXT_HTML).header("HX-Redirect", to).build()
        : to(to);
  }

  @ServerExceptionMapper
  Response send(LogInFirst nobody, RoutingContext routing) {
    return toLogIn(routing, "/log-in");
  }
}
