package org.kalepool.web;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Problem documents for what never gets to a resource: unknown paths, bodies that are too large.
 */
@Singleton
final class HttpProblems {
  private static final Logger LOG = Logger.getLogger(HttpProblems.class);
  private static final int FIRST = -1000;

  /** What wallets call from any site's page (SEP-1, SEP-10). */
  private static final List<String> FOR_EVERY_SITE = List.of("/.well-known/stellar.toml", "/auth");

  private final Json json;
  private final Origins origins;
  private final PageProblems pages;
  private final long maxBody;

  HttpProblems(Json json, Origins origins, PageProblems pages, HttpSettings settings) {
    this.json = json;
    this.origins = origins;
    this.pages = pages;
    this.maxBody = settings.maxBodyBytes();
  }

  void install(@Observes Router router) {
    for (String path : FOR_EVERY_SITE) {
      router.route(path).order(FIRST - 1).handler(HttpProblems::letIn);
    }
    if (origins.open()) {
      router.route().order(FIRST).handler(this::refuseForeignPages);
    }
    router.route("/api/*").order(FIRST).handler(this::refuseLargeBodies);
    answerEverything(router);
  }

  void install(@Observes ManagementInterface management) {
    management.router().route().order(Integer.MIN_VALUE).handler(this::refusePages);
    answerEverything(management.router());
  }

  /** Before Quarkus answers failures with a page of its own. */
  private void answerEverything(Router router) {
    router.errorHandler(404, context -> answer(context, ProblemKind.NOT_FOUND));
    router.errorHandler(405, context -> answer(context, ProblemKind.METHOD_NOT_ALLOWED));
    router.errorHandler(413, context -> answer(context, ProblemKind.BODY_TOO_LARGE));
    router.route().order(FIRST).failureHandler(this::failed);
  }

  private void failed(RoutingContext context) {
    Optional<ProblemKind> kind = Problems.kind(context.statusCode());
    if (kind.isPresent()) {
      answer(context, kind.get());
      return;
    }
    LOG.errorf(context.failure(), "unexpected failure at %s", context.request().path());
    if (context.response().headWritten()) {
      // What has been said cannot be taken back; an answer cut off is seen to be none.
      context.request().connection().close();
    }
    answer(context, ProblemKind.INTERNAL_ERROR);
  }

  /**
   * A browser says where the page is from that asks. None is to read what operators watch, though
   * Quarkus would let each.
   */
  private void refusePages(RoutingContext context) {
    if (context.request().headers().contains("Origin")) {
      context.response().headers().remove("Access-Control-Allow-Origin");
      answer(context, ProblemKind.FORBIDDEN);
    } else {
      context.next();
    }
  }

  /**
   * Before Quarkus's own filter: that refuses without a word, takes what {@code Host} says for the
   * pool's own origin, and fails where that is no host of a URL.
   */
  private void refuseForeignPages(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = request.getHeader("Origin");
    // A page's own form says where it is from, and has a token of its own.
    boolean form = HttpMethod.POST.equals(request.method()) && !PageProblems.isApi(request.path());
    if (origin == null || form || origins.allow(origin)) {
      context.next();
    } else {
      answer(context, ProblemKind.FORBIDDEN);
    }
  }

  /** No cookie counts there, and to Quarkus's own filter the request is from nowhere. */
  private static void letIn(RoutingContext context) {
    HttpServerResponse response = context.response();
    context.addHeadersEndHandler(_ -> response.putHeader("Access-Control-Allow-Origin", "*"));
    context.request().headers().remove("Origin");
    if (!HttpMethod.OPTIONS.equals(context.request().method())) {
      context.next();
      return;
    }
    response
        .setStatusCode(204)
        .putHeader("Access-Control-Allow-Methods", "GET, POST")
        .putHeader("Access-Control-Allow-Headers", "Content-Type")
        .putHeader("Access-Control-Max-Age", "600")
        .end();
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
    Optional<String> page =
        pages.page(problem, problem.instance(), context.request().getHeader("Accept"));
    response
        .setStatusCode(kind.status())
        .putHeader("Content-Type", page.isPresent() ? PageProblems.HTML : Problem.MEDIA_TYPE)
        .end(page.orElseGet(() -> json.write(problem)));
  }
}
