package org.kalepool.ops;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.IdQuery;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What operators see and do about farmers. */
@Path("/api/v1/operator/farmers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorFarmersResource {
  private static final Pattern SEARCHED = Pattern.compile("[A-Za-z0-9-]{1,56}");

  private final OperatorLists lists;
  private final Farmers farmers;
  private final Audit audit;

  OperatorFarmersResource(OperatorLists lists, Farmers farmers, Audit audit) {
    this.lists = lists;
    this.farmers = farmers;
    this.audit = audit;
  }

  /** A farmer and its state. */
  @Schema(name = "FarmerStanding")
  public record State(UUID farmerId, FarmerState state) {}

  @GET
  @Operation(
      operationId = "listFarmers",
      summary = "Farmers with their state and last discrepancy, newest first")
  public Page<OperatorLists.FarmerRow> list(
      @QueryParam("state") @Nullable String state,
      @QueryParam("pooler_id") @Nullable String pooler,
      @QueryParam("q") @Nullable String q,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    if (state != null
        && Arrays.stream(FarmerState.values()).noneMatch(s -> s.name().equals(state))) {
      throw ProblemException.invalid(
          "state", "must be one of " + Arrays.toString(FarmerState.values()));
    }
    if (q != null && !SEARCHED.matcher(q).matches()) {
      throw ProblemException.invalid("q", "must have 1 to 56 letters, digits or dashes");
    }
    return lists.farmers(Paging.of(cursor, limit), state, IdQuery.of("pooler_id", pooler), q);
  }

  @POST
  @Path("/{id}/suspend")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "suspendFarmer", summary = "Hold a farmer back: no plants and no payout")
  public State suspend(@PathParam("id") UUID id, OperatorRequest.Reason body) {
    return move(
        "suspend", id, body, (farmer, why) -> farmers.suspend(farmer, Caller.OPERATOR, why));
  }

  @POST
  @Path("/{id}/resume")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "resumeFarmer", summary = "Put a suspended farmer back to where it was")
  public State resume(@PathParam("id") UUID id, OperatorRequest.Reason body) {
    return move("resume", id, body, (farmer, why) -> farmers.resume(farmer, Caller.OPERATOR, why));
  }

  /** The exception undoes the audit's row, too. */
  private State move(
      String what, UUID id, OperatorRequest.Reason body, BiPredicate<UUID, String> deed) {
    UUID farmer = farmer(id).id();
    String why = body.reason();
    return audit.record(
        new Audit.Command(what, farmer.toString(), why),
        () -> {
          boolean moved = deed.test(farmer, why);
          FarmerState state = farmers.find(farmer).orElseThrow().state();
          if (!moved) {
            throw new ProblemException(
                ProblemKind.CONFLICT, "The farmer is " + state + ", so there is nothing to do.");
          }
          return new State(farmer, state);
        });
  }

  private Farmer farmer(UUID id) {
    return farmers
        .find(id)
        .orElseThrow(
            () -> new ProblemException(ProblemKind.FARMER_NOT_FOUND, "No farmer has this id."));
  }
}
