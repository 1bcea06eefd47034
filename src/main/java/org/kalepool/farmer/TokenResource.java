package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.kalepool.web.AdminsOnly;
import org.kalepool.web.Caller;

/** A farmer's token: another one, or none. */
@Path("/api/v1/farmers/{id}/token")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class TokenResource {
  private final Farmers farmers;
  private final FarmerTokens tokens;
  private final Caller caller;

  TokenResource(Farmers farmers, FarmerTokens tokens, Caller caller) {
    this.farmers = farmers;
    this.tokens = tokens;
    this.caller = caller;
  }

  /** The only answer beside that to the registration that shows a token. */
  @RegisterForReflection
  @Schema(name = "NewToken")
  public record NewToken(
      UUID farmerId,
      @Schema(description = "Authorises this farmer's calls; shown only here") String token) {}

  @AdminsOnly
  @POST
  @APIResponseSchema(value = NewToken.class, responseCode = "201")
  @Operation(
      operationId = "rotateToken",
      summary =
          "Another token: the old one is good until the new one is used first. An operator's is in"
              + " force at once, and one that the payout wallet's log-in asks for")
  public RestResponse<NewToken> rotate(@PathParam("id") UUID id) {
    UUID farmer = farmer(id);
    String token = tokens.rotate(farmer, caller.by(), caller.isOperator() || caller.isByWallet());
    return RestResponse.status(RestResponse.Status.CREATED, new NewToken(farmer, token));
  }

  @AdminsOnly
  @DELETE
  @Operation(
      operationId = "revokeToken",
      summary =
          "Revoke the farmer's tokens and log-ins at once; an operator can make another, or the"
              + " payout wallet by logging in")
  public void revoke(@PathParam("id") UUID id) {
    tokens.revoke(farmer(id), caller.by());
  }

  private UUID farmer(UUID id) {
    caller.mayActFor(id);
    return farmers.find(id).map(Farmer::id).orElseThrow(caller::noSuchFarmer);
  }
}
