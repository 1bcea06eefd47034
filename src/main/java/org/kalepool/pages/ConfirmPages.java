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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kalepool.notice.FarmerNotices;

/**
 * Where the link in a mail leads. It changes nothing by being opened, as programs that look through
 * mail do.
 */
@Path("/confirm-email")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class ConfirmPages {
  private static final String TITLE = "Confirm your address";

  private final Frames frames;
  private final FormGuard guard;
  private final FarmerNotices notices;

  ConfirmPages(Frames frames, FormGuard guard, FarmerNotices notices) {
    this.frames = frames;
    this.guard = guard;
    this.notices = notices;
  }

  @GET
  public TemplateInstance ask(
      @Context RoutingContext routing, @QueryParam("of") @Nullable String of) {
    return Templates.confirm(
        frames.of(routing, TITLE, ""),
        new ConfirmView(Objects.requireNonNullElse(of, ""), null, guard.token(routing)));
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response confirm(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    guard.check(routing, form);
    String of = Objects.requireNonNullElse(form.getFirst("of"), "");
    boolean confirmed = notices.confirm(of);
    return Response.status(confirmed ? 200 : 422)
        .entity(
            Templates.confirm(
                frames.of(routing, TITLE, ""),
                new ConfirmView(of, confirmed, guard.token(routing))))
        .build();
  }
}
