package org.kalepool.notice;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.web.Caller;

/** What a farmer is told of its farm, by webhook, e-mail and feed. */
@Path("/api/v1/farmers/{id}/notices")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class NoticeResource {
  private final Farmers farmers;
  private final FarmerNotices notices;
  private final TestNotices tests;
  private final Caller caller;

  NoticeResource(Farmers farmers, FarmerNotices notices, TestNotices tests, Caller caller) {
    this.farmers = farmers;
    this.notices = notices;
    this.tests = tests;
    this.caller = caller;
  }

  /** By how many channels a test is sent. */
  @RegisterForReflection
  @Schema(name = "NoticeTest")
  public record Tested(int channels) {}

  @GET
  @Operation(operationId = "getNotices", summary = "What the farmer is told, and where")
  public NoticesAnswer get(@PathParam("id") UUID id) {
    return notices.of(farmer(id).id());
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "setNotices",
      summary =
          "Choose what to be told, and where. A webhook's key and a feed's address are shown by the"
              + " answer that makes them, and never again")
  public NoticesAnswer set(@PathParam("id") UUID id, NoticesRequest body) {
    return notices.set(farmer(id), body, caller.by());
  }

  @POST
  @Path("/test")
  @Operation(operationId = "testNotices", summary = "Send a test by each channel that is set")
  public Tested test(@PathParam("id") UUID id) {
    return new Tested(tests.send(farmer(id).id()));
  }

  private Farmer farmer(UUID id) {
    caller.mayActFor(id);
    return farmers.find(id).orElseThrow(caller::noSuchFarmer);
  }
}
