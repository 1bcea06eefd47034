package org.kalepool.farmer;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Caller;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Another payout wallet. */
@Path("/api/v1/farmers/{id}/payout-wallet")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class PayoutWalletResource {
  private final Farmers farmers;
  private final PayoutChanges changes;
  private final Caller caller;

  PayoutWalletResource(Farmers farmers, PayoutChanges changes, Caller caller) {
    this.farmers = farmers;
    this.changes = changes;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @APIResponseSchema(value = PayoutChanges.Change.class, responseCode = "202")
  @Operation(
      operationId = "changePayoutWallet",
      summary =
          "Be paid out to another wallet, from 24 hours on; needs a log-in by the present one."
              + " Idempotent")
  public RestResponse<PayoutChanges.Change> ask(
      @PathParam("id") UUID id, PayoutWalletRequest body) {
    UUID farmer = farmer(id);
    if (!caller.isByWallet()) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN,
          "Only the payout wallet itself can name another: log in by it, at /auth, and use that"
              + " token.");
    }
    return RestResponse.status(RestResponse.Status.ACCEPTED, changes.ask(farmer, body.payout()));
  }

  @DELETE
  @Operation(
      operationId = "stopPayoutWalletChange",
      summary = "Stop the change that waits; whoever can act for the farmer may")
  public void stop(@PathParam("id") UUID id) {
    changes.stop(farmer(id), caller.by());
  }

  @GET
  @Operation(
      operationId = "listPayoutWalletChanges",
      summary = "What other payout wallets were asked for, and what came of it, newest first")
  public Page<PayoutChanges.Change> list(
      @PathParam("id") UUID id,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return changes.list(farmer(id), Paging.of(cursor, limit));
  }

  private UUID farmer(UUID id) {
    caller.mayActFor(id);
    return farmers.find(id).map(Farmer::id).orElseThrow(caller::noSuchFarmer);
  }
}
