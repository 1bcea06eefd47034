package org.kalepool.web;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Problem documents for what never gets to a resource: unknown paths, bodies that are too large.
 */
@Singleton
final class HttpProblems {
  private static final int FIRST = -1000;

  private final Json json;
  private final long maxBody;

  HttpProblems(
      Json json,
      @ConfigProperty(name = "kale.http.max-body-bytes", defaultValue = "65536") long maxBody) {
    this.json = json;
    this.maxBody = maxBody;
  }

  void install(@Observes Router router) {
    router.route("/api/*").order(FIRST).handler(this::refuseLargeBodies);
    router.errorHandler(404, context -> answer(context, ProblemKind.NOT_FOUND));
    router.errorHandler(405, context -> answer(context, ProblemKind.METHOD_NOT_ALLOWED));
    router.errorHandler(413, context -> answer(context, ProblemKind.BODY_TOO_LARGE));
  }

  private void refuseLargeBodies(RoutingContext context) {
    if (declaredLength(context) > maxBody) {
      // The rest of the body is not read, so the connection cannot be used again.
      context.response().putHeader("Connection", "close");
      answer(context, ProblemKind.BODY_TOO_LARGE);
    } else {
      context.next();
    }
  }

  private static long declaredLength(RoutingContext context) {
    String header = context.request().getHeader("Content-Length");
    try {
      return header == null ? 0 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private void answer(RoutingContext context, ProblemKind kind) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    Problem problem = Problem.of(kind, kind.title(), context.request().path());
    response
        .setStatusCode(kind.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(json.write(problem));
  }
}
