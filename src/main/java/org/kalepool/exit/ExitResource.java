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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.kalepool.web.Caller;
import org.kalepool.web.Ids;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Leaving, and staying after all. Both can be asked for again without harm. */
@Path("/api/v1/farmers/{id}/exit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class ExitResource {
  private static final int ACCEPTED = 202;

  private final Departures departures;
  private final Caller caller;

  ExitResource(Departures departures, Caller caller) {
    this.departures = departures;
    this.caller = caller;
  }

  @POST
  @ResponseStatus(ACCEPTED)
  @Operation(summary = "Leave: no new plants; what is open is worked, harvested and paid out")
  public ExitStatus leave(@PathParam("id") String id) {
    return status(departures.leave(farmer(id)));
  }

  @DELETE
  @Operation(summary = "Stay after all; possible until the payout is sent")
  public ExitStatus stay(@PathParam("id") String id) {
    return status(departures.withdraw(farmer(id)));
  }

  @GET
  @Operation(summary = "How far the departure is, and what it waits for")
  public ExitStatus get(@PathParam("id") String id) {
    return departures.status(farmer(id)).orElseThrow(ExitResource::unknown);
  }

  private UUID farmer(String text) {
    UUID id = Ids.inPath(text, ProblemKind.FARMER_NOT_FOUND);
    caller.mayActFor(id);
    return id;
  }

  private static ExitStatus status(Departures.Answer answer) {
    return switch (answer) {
      case Departures.Answer.Done done -> done.status();
      case Departures.Answer.Suspended suspended ->
          throw new ProblemException(
              ProblemKind.FARMER_SUSPENDED, "An operator has to look into it first.");
      case Departures.Answer.Departed departed ->
          throw new ProblemException(
              ProblemKind.FARMER_DEPARTED, "The farmer has been paid out and is gone.");
      case Departures.Answer.NotLeaving notLeaving ->
          throw new ProblemException(ProblemKind.NOT_LEAVING, "There is nothing to take back.");
      case Departures.Answer.SplitSent sent ->
          throw new ProblemException(
              ProblemKind.SPLIT_SENT, "From now on the departure cannot be withdrawn.");
      case Departures.Answer.Unknown unknown -> throw unknown();
    };
  }

  private static ProblemException unknown() {
    return new ProblemException(ProblemKind.FARMER_NOT_FOUND, "No farmer has this id.");
  }
}
