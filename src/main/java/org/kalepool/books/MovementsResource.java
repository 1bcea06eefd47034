package org.kalepool.books;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmers;
import org.kalepool.web.Caller;

/** A farmer's statement of any period as a file. */
@Path("/api/v1/farmers/{id}/statement/movements")
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
final class MovementsResource {
  private final StatementFiles files;
  private final Farmers farmers;
  private final Caller caller;

  MovementsResource(StatementFiles files, Farmers farmers, Caller caller) {
    this.files = files;
    this.farmers = farmers;
    this.caller = caller;
  }

  @GET
  @Produces("text/csv")
  @Blocking
  @Operation(
      operationId = "getMovements",
      summary =
          "CSV of some days in UTC, however many: closing balance, each movement with its"
              + " transaction, newest first, opening balance")
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class)))
  public RestMulti<String> get(
      @PathParam("id") UUID id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    caller.mayActFor(id);
    if (farmers.find(id).isEmpty()) {
      throw caller.noSuchFarmer();
    }
    return files.of(id, from, to);
  }
}
