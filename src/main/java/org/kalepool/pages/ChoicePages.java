package org.kalepool.pages;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerSessions;
import org.kalepool.farmer.Farmers;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.SessionCookie;

/**
 * Whose wallet is that of several farmers says for which of them the session is. Nothing is signed
 * again for it: all of them are paid out to the wallet that has logged in.
 */
@Path("/log-in/farmer")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class ChoicePages {
  private static final int SHOWN = 50;

  private final Frames frames;
  private final FormGuard guard;
  private final Visitors visitors;
  private final FarmerSessions sessions;
  private final SessionCookie cookies;
  private final Farmers farmers;

  ChoicePages(
      Frames frames,
      FormGuard guard,
      Visitors visitors,
      FarmerSessions sessions,
      SessionCookie cookies,
      Farmers farmers) {
    this.frames = frames;
    this.guard = guard;
    this.visitors = visitors;
    this.sessions = sessions;
    this.cookies = cookies;
    this.farmers = farmers;
  }

  @GET
  public Response page(@Context RoutingContext routing) {
    return page(routing, visitors.farmer(routing), null);
  }

  private Response page(RoutingContext routing, UUID now, @Nullable String wrong) {
    List<Farmer> all =
        cookies.of(routing.request()).map(sessions::choices).orElse(List.of()).stream()
            .limit(SHOWN)
            .flatMap(id -> farmers.find(id).stream())
            .toList();
    int others =
        cookies.of(routing.request()).map(it -> sessions.choices(it).size()).orElse(0) - all.size();
    return Response.status(wrong == null ? 200 : ProblemKind.FORBIDDEN.status())
        .entity(
            Templates.choice(
                frames.of(routing, "Your farmers", "farm"),
                new ChoiceView(all, now, others, wrong, guard.token(routing))))
        .build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response choose(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID now = visitors.farmer(routing, form);
    Optional<UUID> wished = id(form.getFirst("farmer_id"));
    if (wished.filter(now::equals).isPresent()) {
      return Visitors.to("/farm");
    }
    Optional<FarmerSessions.Changed> changed =
        cookies
            .of(routing.request())
            .flatMap(secret -> wished.flatMap(id -> sessions.change(secret, id)));
    if (changed.isEmpty()) {
      return page(
          routing,
          now,
          "Choose one of these. Others are not paid out to the wallet that you have logged in by.");
    }
    cookies.set(routing, changed.get().secret(), changed.get().life());
    return Visitors.to("/farm");
  }

  private static Optional<UUID> id(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(UUID::fromString);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
