package org.kalepool.pages;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.kalepool.web.SessionCookie;

/**
 * Pages are kept by nobody, and a session that is over is forgotten by the browser: it would count
 * as a wrong token with each request.
 */
@ApplicationScoped
public class PageHeaders {
  private final SessionCookie cookies;

  PageHeaders(SessionCookie cookies) {
    this.cookies = cookies;
  }

  /** Completes an answer. */
  @ServerResponseFilter
  public void complete(
      ContainerRequestContext request, ContainerResponseContext response, RoutingContext routing) {
    MediaType type = response.getMediaType();
    // A page that is made within a Response has no type yet.
    boolean page =
        type == null ? response.hasEntity() : type.isCompatible(MediaType.TEXT_HTML_TYPE);
    if (page) {
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    if (cookies.of(routing.request()).isPresent()
        && !Frames.isFarmer(routing)
        && Frames.operator(routing).isEmpty()) {
      cookies.clear(routing);
    }
  }
}
