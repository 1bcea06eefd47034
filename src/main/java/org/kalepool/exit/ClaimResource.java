package org.kalepool.exit;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.kalepool.web.Caller;

/** Claimable balances for a farmer's custodial wallet. */
@Path("/api/v1/farmers/{id}/claims")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class ClaimResource {
  private final Claims claims;
  private final Caller caller;

  ClaimResource(Claims claims, Caller caller) {
    this.claims = claims;
    this.caller = caller;
  }

  @POST
  @APIResponseSchema(value = ClaimStatus.class, responseCode = "202")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "claimBalance",
      summary = "Claim KALE left for the custodial wallet as a claimable balance. Idempotent")
  public RestResponse<ClaimStatus> claim(@PathParam("id") UUID id, ClaimRequest body) {
    caller.mayActFor(id);
    return RestResponse.status(
        RestResponse.Status.ACCEPTED, claims.claim(id, body.balance(), caller.by()));
  }

  @GET
  @Operation(
      operationId = "listClaims",
      summary = "The newest 100 claims and how they stand, newest first")
  public List<ClaimStatus> list(@PathParam("id") UUID id) {
    caller.mayActFor(id);
    return claims.of(id);
  }
}
