package org.kalepool.web;

import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of who is logged in with a browser: a farmer's, and on operators' pages an
 * operator's. Neither counts on the other's pages, and none with the API, which takes bearer tokens
 * alone, so that no other site's page can have a browser call it.
 *
 * <p>Where clients reach the pool by HTTPS the cookie is {@code Secure} and its name begins with
 * {@code __Host-}, so that no neighbouring site can plant one.
 */
@ApplicationScoped
public class SessionCookie {
  /**
   * What a session's secret begins with, so that it is never taken for a token, nor a token for it.
   */
  public static final String PREFIX = "ks";

  /** The same of an operator's session. */
  static final String OPERATORS_PREFIX = "kso";

  /** Below which an operator is who is logged in. */
  public static final String OPERATORS = "/operator";

  private static final String BEGINNING = PREFIX + "_";
  private static final String OPERATORS_BEGINNING = OPERATORS_PREFIX + "_";
  private static final String API = "/api/";

  private final boolean secure;

  SessionCookie(PublicUrl url) {
    this.secure = url.isSecure();
  }

  /** What a request to a page says it is logged in by. */
  public Optional<String> of(HttpServerRequest request) {
    String path = request.path();
    if (path == null || path.startsWith(API)) {
      return Optional.empty();
    }
    return isOperators(path)
        ? value(request, "operator").filter(secret -> secret.startsWith(OPERATORS_BEGINNING))
        : value(request, "session").filter(secret -> secret.startsWith(BEGINNING));
  }

  /** Whether this is the path of an operators' page. */
  public static boolean isOperators(@Nullable String path) {
    return path != null && (path.equals(OPERATORS) || path.startsWith(OPERATORS + "/"));
  }

  /** Whether this is a session's secret and no token. */
  static boolean isSecret(String token) {
    return token.startsWith(BEGINNING) || token.startsWith(OPERATORS_BEGINNING);
  }

  /** The value of one of the pages' cookies, as it was sent: not one that the answer sets. */
  public Optional<String> value(HttpServerRequest request, String name) {
    return request.headers().getAll(HttpHeaders.COOKIE).stream()
        .flatMap(line -> ServerCookieDecoder.STRICT.decode(line).stream())
        .filter(cookie -> cookie.name().equals(named(name)))
        .map(io.netty.handler.codec.http.cookie.Cookie::value)
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** Has the browser send it with each request to a page, and no script read it. */
  public void set(RoutingContext routing, String secret, Duration life) {
    put(routing, name(routing), secret, life);
  }

  /** Has the browser forget it. */
  public void clear(RoutingContext routing) {
    put(routing, name(routing), "", Duration.ZERO);
  }

  private static String name(RoutingContext routing) {
    return isOperators(routing.request().path()) ? "operator" : "session";
  }

  /** One of the pages' cookies, for this site's own pages only. */
  public void put(RoutingContext routing, String name, String value, Duration life) {
    routing
        .response()
        .addCookie(
            Cookie.cookie(named(name), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.STRICT)
                .setMaxAge(life.toSeconds()));
  }

  private String named(String name) {
    return (secure ? "__Host-kale_" : "kale_") + name;
  }
}
