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
import org.kalepool.farmer.FarmerSessions;
import org.kalepool.farmer.WalletLogIns;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.FormLogIns;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.SessionCookie;
import org.kalepool.webauth.WebAuth;

/** Logging in, by the token that the registration gave or by the payout wallet. */
@Path("/log-in")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class LogInPages {
  private static final String TOKEN = "token";

  private final Frames frames;
  private final FormGuard guard;
  private final FormLogIns attempts;
  private final FarmerSessions sessions;
  private final SessionCookie cookies;
  private final WebAuth auth;
  private final Duration life;

  LogInPages(
      Frames frames,
      FormGuard guard,
      FormLogIns attempts,
      FarmerSessions sessions,
      SessionCookie cookies,
      WebAuth auth,
      PagesSettings settings) {
    this.auth = auth;
    this.frames = frames;
    this.guard = guard;
    this.attempts = attempts;
    this.sessions = sessions;
    this.cookies = cookies;
    this.life = settings.sessionLife();
  }

  @GET
  public Response form(@Context RoutingContext routing, @QueryParam("over") @Nullable String over) {
    if (Frames.farmer(routing).isPresent()) {
      return Visitors.to("/farm");
    }
    String note =
        over == null
            ? null
            : over.equals("form")
                ? "Your session is over. Nothing was changed: log in and repeat it."
                : over.equals("out") ? "You are logged out." : "Log in to see your farm.";
    return Response.ok(page(routing, new FormErrors(note, Map.of()))).build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response logIn(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    guard.check(routing, form);
    String token = Optional.ofNullable(form.getFirst(TOKEN)).map(String::strip).orElse("");
    if (token.isEmpty()) {
      return again(routing, 422, "The token is missing.");
    }
    try {
      Optional<FarmerSessions.Opened> opened =
          attempts.attempt(routing, token, it -> sessions.open(it, life));
      if (opened.isEmpty()) {
        return again(
            routing, 422, "This is no farmer's token. It begins with kf_ and has 46 characters.");
      }
      cookies.set(routing, opened.get().secret(), life);
      return Visitors.to("/farm");
    } catch (ProblemException e) {
      return again(routing, e.kind().status(), e.detail());
    }
  }

  /** What a wallet in the browser has signed. */
  @POST
  @Path("wallet")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response byWallet(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    guard.check(routing, form);
    try {
      WebAuth.LoggedIn made =
          auth.logIn(
              Optional.ofNullable(form.getFirst("transaction")).orElse(""),
              null,
              WalletLogIns.Place.BROWSER,
              life);
      FarmerSessions.Opened opened =
          sessions
              .open(made.issued().token(), life)
              .orElseThrow(() -> new IllegalStateException("no session"));
      cookies.set(routing, opened.secret(), life);
      return Visitors.to(made.farmers().size() > 1 ? "/log-in/farmer" : "/farm");
    } catch (ProblemException e) {
      return Response.status(e.kind().status())
          .entity(page(routing, new FormErrors(e.detail(), Map.of())))
          .build();
    } catch (RpcException e) {
      return Response.status(ProblemKind.NETWORK_UNAVAILABLE.status())
          .entity(
              page(
                  routing,
                  new FormErrors(
                      "The Stellar network cannot be asked at the moment whose signature that is."
                          + " Nothing was changed: try again in a minute, or use your token.",
                      Map.of())))
          .build();
    }
  }

  private Response again(RoutingContext routing, int status, String why) {
    return Response.status(status)
        .entity(page(routing, new FormErrors(null, Map.of(TOKEN, why))))
        .build();
  }

  private TemplateInstance page(RoutingContext routing, FormErrors wrong) {
    return Templates.logIn(
        frames.of(routing, "Log in", "log-in"),
        guard.token(routing),
        auth.isSet() ? auth.passphrase() : null,
        wrong);
  }
}
