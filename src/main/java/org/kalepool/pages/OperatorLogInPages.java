package org.kalepool.pages;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.FormLogIns;
import org.kalepool.web.OperatorSessions;
import org.kalepool.web.ProblemException;
import org.kalepool.web.SessionCookie;

/** Operators logging in by their keys, and out. */
@Path("/operator")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class OperatorLogInPages {
  private static final String KEY = "key";

  private final Frames frames;
  private final FormGuard guard;
  private final OperatorVisitors visitors;
  private final FormLogIns attempts;
  private final OperatorSessions sessions;
  private final SessionCookie cookies;
  private final Duration life;

  OperatorLogInPages(
      Frames frames,
      FormGuard guard,
      OperatorVisitors visitors,
      FormLogIns attempts,
      OperatorSessions sessions,
      SessionCookie cookies,
      PagesSettings settings) {
    this.frames = frames;
    this.guard = guard;
    this.visitors = visitors;
    this.attempts = attempts;
    this.sessions = sessions;
    this.cookies = cookies;
    this.life = settings.operatorSessionLife();
  }

  @GET
  @Path("log-in")
  public Response form(@Context RoutingContext routing, @QueryParam("over") @Nullable String over) {
    if (Frames.operator(routing).isPresent()) {
      return Visitors.to(SessionCookie.OPERATORS);
    }
    String note =
        over == null
            ? null
            : over.equals("form")
                ? "Your session is over. Nothing was changed: log in and repeat it."
                : over.equals("out") ? "You are logged out." : "Log in to see the pool.";
    return Response.ok(page(routing, new FormErrors(note, Map.of()))).build();
  }

  @POST
  @Path("log-in")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response logIn(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    guard.check(routing, form);
    String key = Optional.ofNullable(form.getFirst(KEY)).map(String::strip).orElse("");
    if (key.isEmpty()) {
      return again(routing, 422, "The key is missing.");
    }
    try {
      Optional<String> secret = attempts.attempt(routing, key, it -> sessions.open(it, life));
      if (secret.isEmpty()) {
        return again(
            routing,
            422,
            "This is no operator's key, or not any more. ./pool operator-key makes one.");
      }
      cookies.set(routing, secret.get(), life);
      return Visitors.to(SessionCookie.OPERATORS);
    } catch (ProblemException e) {
      return again(routing, e.kind().status(), e.detail());
    }
  }

  @POST
  @Path("log-out")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response logOut(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    visitors.operator(routing, form);
    cookies.of(routing.request()).ifPresent(sessions::close);
    cookies.clear(routing);
    return Visitors.to("/operator/log-in?over=out");
  }

  private Response again(RoutingContext routing, int status, String why) {
    return Response.status(status)
        .entity(page(routing, new FormErrors(null, Map.of(KEY, why))))
        .build();
  }

  private TemplateInstance page(RoutingContext routing, FormErrors wrong) {
    return OperatorTemplates.logIn(
        frames.of(routing, "Operators", "operator"), guard.token(routing), wrong);
  }
}
