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
import java.util.Set;
import java.util.UUID;
import org.kalepool.exit.ExitResource;
import org.kalepool.exit.SplitPreview;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerResource;

/** Leaving in two steps: what would be paid, and then the wish. */
@Path("/leave")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class LeavePages {
  private static final Set<String> MAY_LEAVE = Set.of("REGISTERED", "FUNDED", "ACTIVE");

  private final Frames frames;
  private final FormGuard guard;
  private final Visitors visitors;
  private final FarmerResource farmers;
  private final ExitResource exits;
  private final SplitPreview preview;

  LeavePages(
      Frames frames,
      FormGuard guard,
      Visitors visitors,
      FarmerResource farmers,
      ExitResource exits,
      SplitPreview preview) {
    this.frames = frames;
    this.guard = guard;
    this.visitors = visitors;
    this.farmers = farmers;
    this.exits = exits;
    this.preview = preview;
  }

  @GET
  public Response preview(@Context RoutingContext routing) {
    UUID id = visitors.farmer(routing);
    FarmerAnswer farmer = farmers.get(id);
    if (!MAY_LEAVE.contains(farmer.state())) {
      return Visitors.to("/farm");
    }
    return Response.ok(
            Templates.leave(
                frames.of(routing, "Leave", "farm"),
                new LeaveView(
                    farmer,
                    preview.of(id),
                    farmer.openPails().size(),
                    preview.isByContract(),
                    guard.token(routing))))
        .build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response leave(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    exits.leave(id);
    return Visitors.to("/farm?done=leaving");
  }

  @POST
  @Path("withdraw")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response stay(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    exits.withdraw(id);
    return Visitors.to("/farm?done=staying");
  }
}
