package org.kalepool.exit;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.kalepool.web.Caller;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** A farmer's departure. */
@Path("/api/v1/farmers/{id}/exit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class ExitResource {
  private final Departures departures;
  private final Caller caller;

  ExitResource(Departures departures, Caller caller) {
    this.departures = departures;
    this.caller = caller;
  }

  @POST
  @APIResponseSchema(value = ExitStatus.class, responseCode = "202")
  @Operation(
      operationId = "leave",
      summary =
          "Leave: no more plants, and the payout once nothing is open; a vault is stopped for ever"
              + " then, and its owner takes out what is in it. Idempotent")
  public RestResponse<ExitStatus> leave(@PathParam("id") UUID id) {
    return RestResponse.status(
        RestResponse.Status.ACCEPTED, done(departures.leave(mine(id), caller.by())));
  }

  @DELETE
  @Operation(
      operationId = "withdrawExit",
      summary = "Stay after all, possible until the payout is sent or the vault is stopped")
  public ExitStatus withdraw(@PathParam("id") UUID id) {
    return done(departures.withdraw(mine(id), caller.by()));
  }

  @GET
  @Operation(operationId = "getExit", summary = "What is still open and what the payout waits for")
  public ExitStatus status(@PathParam("id") UUID id) {
    return departures.status(mine(id)).orElseThrow(caller::noSuchFarmer);
  }

  private UUID mine(UUID id) {
    caller.mayActFor(id);
    return id;
  }

  private ExitStatus done(Departures.Answer answer) {
    return switch (answer) {
      case Departures.Answer.Done done -> done.status();
      case Departures.Answer.Unknown() -> throw caller.noSuchFarmer();
      case Departures.Answer.Suspended() ->
          throw new ProblemException(
              ProblemKind.FARMER_SUSPENDED, "Ask the pool's operator to resume it first.");
      case Departures.Answer.Departed() ->
          throw new ProblemException(
              ProblemKind.FARMER_DEPARTED, "It was paid out; GET the farmer shows how.");
      case Departures.Answer.NotLeaving() ->
          throw new ProblemException(ProblemKind.NOT_LEAVING, "There is no exit to withdraw.");
      case Departures.Answer.VaultStopped() ->
          throw new ProblemException(
              ProblemKind.VAULT_STOPPED,
              "Nothing can be planted from it any more; register again to go on farming.");
      case Departures.Answer.SplitSent() ->
          throw new ProblemException(
              ProblemKind.SPLIT_SENT, "The payout was sent; register again to go on farming.");
    };
  }
}
