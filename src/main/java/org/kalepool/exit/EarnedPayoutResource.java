package org.kalepool.exit;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.OptionalLong;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Digits;
import org.kalepool.web.Caller;
import org.kalepool.web.Idempotency;
import org.kalepool.web.Json;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;

/** Payouts of what is earned, whose farmer stays. */
@Path("/api/v1/farmers/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class EarnedPayoutResource {
  private final Farmers farmers;
  private final EarnedPayouts payouts;
  private final EarnedSweep sweep;
  private final Idempotency idempotency;
  private final Json json;
  private final Caller caller;

  EarnedPayoutResource(
      Farmers farmers,
      EarnedPayouts payouts,
      EarnedSweep sweep,
      Idempotency idempotency,
      Json json,
      Caller caller) {
    this.farmers = farmers;
    this.payouts = payouts;
    this.sweep = sweep;
    this.idempotency = idempotency;
    this.json = json;
    this.caller = caller;
  }

  @POST
  @Path("/payouts")
  @Consumes(MediaType.APPLICATION_JSON)
  @APIResponseSchema(value = PayoutWish.class, responseCode = "202")
  @Operation(
      operationId = "askForPayout",
      summary = "Be paid of what is earned, by the terms, and go on farming with all else")
  public RestResponse<PayoutWish> ask(
      @PathParam("id") UUID id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      PayoutRequest body) {
    UUID farmer = farmer(id);
    Idempotency.Answer answer =
        idempotency.once(
            "POST /farmers/payouts " + farmer,
            key,
            body.toString(),
            () ->
                new Idempotency.Answer(
                    202, json.write(payouts.ask(farmer, body.amount(), caller.by()))));
    sweep.look();
    return RestResponse.status(
        RestResponse.Status.ACCEPTED, json.stored(answer.body(), PayoutWish.class));
  }

  @GET
  @Path("/payouts")
  @Operation(
      operationId = "listPayouts",
      summary = "Payouts that were asked for, and how far they are, newest first")
  public Page<PayoutWish> list(
      @PathParam("id") UUID id,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return payouts.list(farmer(id), Paging.of(cursor, limit));
  }

  @GET
  @Path("/payouts/preview")
  @Operation(
      operationId = "previewPayout",
      summary = "What a payout would be shared into now, to the stroop; without amount of all")
  public PayoutPreview preview(
      @PathParam("id") UUID id, @QueryParam("amount") @Nullable String amount) {
    return payouts.preview(farmer(id), amount == null ? null : stroops(amount));
  }

  private static long stroops(String amount) {
    OptionalLong number = Digits.number(amount);
    if (number.isEmpty() || number.getAsLong() < 1) {
      throw ProblemException.invalid("amount", "must be a whole number of stroops, 1 or more");
    }
    return number.getAsLong();
  }

  @DELETE
  @Path("/payouts/open")
  @Operation(
      operationId = "withdrawPayout",
      summary = "Take the payout back that waits, possible until it is sent. Idempotent")
  public void withdraw(@PathParam("id") UUID id) {
    payouts.withdraw(farmer(id), caller.by());
  }

  @PUT
  @Path("/payout-threshold")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "setPayoutThreshold",
      summary = "Be paid all that is earned whenever it is as much, or never. Idempotent")
  public PayoutPreview threshold(@PathParam("id") UUID id, ThresholdRequest body) {
    UUID farmer = farmer(id);
    payouts.threshold(farmer, body.amount(), caller.by());
    sweep.look();
    return payouts.preview(farmer, null);
  }

  private UUID farmer(UUID id) {
    caller.mayActFor(id);
    return farmers.find(id).map(Farmer::id).orElseThrow(caller::noSuchFarmer);
  }
}
