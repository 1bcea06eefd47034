package org.kalepool.farmer;

import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Caller;
import org.kalepool.web.Client;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** A farmer's own routes. */
@Path("/api/v1/farmers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class FarmerResource {
  private final Farmers farmers;
  private final FundingConfirmations confirmations;
  private final FarmerSettings settings;
  private final PoolerMoves moves;
  private final FarmerReader reader;
  private final FarmerHistory history;
  private final PayoutProofs proofs;
  private final Caller caller;

  FarmerResource(
      Farmers farmers,
      FundingConfirmations confirmations,
      FarmerSettings settings,
      PoolerMoves moves,
      FarmerReader reader,
      FarmerHistory history,
      PayoutProofs proofs,
      Caller caller) {
    this.farmers = farmers;
    this.confirmations = confirmations;
    this.settings = settings;
    this.moves = moves;
    this.reader = reader;
    this.history = history;
    this.proofs = proofs;
    this.caller = caller;
  }

  @POST
  @Path("/{id}/confirm-funding")
  @Operation(
      operationId = "confirmFunding",
      summary =
          "Look for the XLM, or a vault's KALE, now; opens the KALE trustline, or has the vault made,"
              + " when there is enough. Brings a lapsed"
              + " registration back")
  public FundingAnswer confirmFunding(@PathParam("id") UUID id, @Context RoutingContext routing) {
    caller.mayActFor(id);
    return confirmations.confirm(id, Client.address(routing));
  }

  @POST
  @Path("/{id}/payout-proof")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "provePayoutWallet",
      summary = "Prove that the payout wallet is the farmer's own. Idempotent")
  public FarmerAnswer prove(@PathParam("id") UUID id, PayoutProofRequest body) {
    Farmer farmer = farmer(id);
    proofs.take(farmer, body.signed(), caller.by());
    return reader.read(farmer);
  }

  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getFarmer",
      summary = "State, settings, balances, open pails and changes of state")
  public FarmerAnswer get(@PathParam("id") UUID id) {
    return reader.read(farmer(id));
  }

  @PATCH
  @Path("/{id}/settings")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changeSettings",
      summary = "Change stake percentage or harvest interval, from the next block on")
  public FarmerAnswer change(@PathParam("id") UUID id, SettingsRequest body) {
    UUID farmer = farmer(id).id();
    settings.change(farmer, body, caller.by());
    return reader.read(farmers.find(farmer).orElseThrow());
  }

  @PATCH
  @Path("/{id}/pooler")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changePoolerOfFarmer",
      summary =
          "Go to another pooler, by its terms, with the next block that is not planted yet."
              + " Idempotent")
  public FarmerAnswer move(@PathParam("id") UUID id, PoolerMoveRequest body) {
    UUID farmer = farmer(id).id();
    moves.move(farmer, body.pooler(), caller.by());
    return reader.read(farmers.find(farmer).orElseThrow());
  }

  @GET
  @Path("/{id}/events")
  @Operation(operationId = "listFarmerEvents", summary = "Every change of state, newest first")
  public Page<FarmerHistory.Event> events(
      @PathParam("id") UUID id,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return history.events(farmer(id).id(), Paging.of(cursor, limit));
  }

  @GET
  @Path("/{id}/plantings")
  @Operation(operationId = "listPlantings", summary = "Every block planted or missed, newest first")
  public Page<FarmerHistory.Planting> plantings(
      @PathParam("id") UUID id,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return history.plantings(farmer(id).id(), Paging.of(cursor, limit));
  }

  @GET
  @Path("/{id}/works")
  @Operation(operationId = "listWorks", summary = "Every work sent, newest first")
  public Page<FarmerHistory.Work> works(
      @PathParam("id") UUID id,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return history.works(farmer(id).id(), Paging.of(cursor, limit));
  }

  @GET
  @Path("/{id}/harvests")
  @Operation(
      operationId = "listHarvests",
      summary = "Every pail settled and every attempt, newest first")
  public Page<FarmerHistory.Harvest> harvests(
      @PathParam("id") UUID id,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return history.harvests(farmer(id).id(), Paging.of(cursor, limit));
  }

  private Farmer farmer(UUID id) {
    caller.mayActFor(id);
    return farmers.find(id).orElseThrow(caller::noSuchFarmer);
  }
}
