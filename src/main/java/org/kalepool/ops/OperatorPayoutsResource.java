package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
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
import org.kalepool.books.Corrections;
import org.kalepool.books.EarnedSplit;
import org.kalepool.books.ForgottenPayouts;
import org.kalepool.books.ForgottenPayouts.Answer;
import org.kalepool.web.AdminsOnly;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Payouts of what was earned that nobody but the chain remembers, and how one is booked. */
@Path("/api/v1/operator/farmers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorPayoutsResource {
  private final ForgottenPayouts payouts;
  private final Corrections corrections;
  private final Audit audit;

  OperatorPayoutsResource(ForgottenPayouts payouts, Corrections corrections, Audit audit) {
    this.payouts = payouts;
    this.corrections = corrections;
    this.audit = audit;
  }

  /**
   * A payout that is booked; stroops.
   *
   * @param earned what it took of what was earned, all of which left the farmer's account
   * @param settled compensation that was taken from the poolers' shares
   */
  @RegisterForReflection
  @Schema(name = "BookedPayout")
  public record Booked(
      UUID farmerId,
      String transactionHash,
      long earned,
      long toFarmer,
      long toPoolers,
      long settled) {}

  @AdminsOnly
  @POST
  @Path("/{id}/payouts")
  @Consumes(MediaType.APPLICATION_JSON)
  @APIResponseSchema(value = Booked.class, responseCode = "201")
  @Operation(
      operationId = "bookForgottenPayout",
      summary = "Book a payout of what was earned that is on the chain and not in the books")
  public RestResponse<Booked> book(@PathParam("id") UUID id, OperatorRequest.Payout body) {
    ForgottenPayouts.Payout payout = body.of(id);
    Corrections.Standing seen =
        corrections
            .look(id)
            .orElseThrow(
                () -> new ProblemException(ProblemKind.FARMER_NOT_FOUND, "No farmer has this id."));
    // The exception undoes the audit's row, too.
    EarnedSplit split =
        audit.record(
            new Audit.Command(
                "book-payout", id.toString(), payout.hash().hex() + " " + body.reason()),
            () -> booked(payouts.book(payout, seen)));
    return RestResponse.status(
        RestResponse.Status.CREATED,
        new Booked(
            id,
            payout.hash().hex(),
            split.earned().stroops(),
            split.toFarmer().stroops(),
            split.toPoolers().stroops(),
            split.settled().stroops()));
  }

  private static EarnedSplit booked(Answer answer) {
    return switch (answer) {
      case Answer.Booked(EarnedSplit split) -> split;
      case Answer.AlreadyBooked() ->
          throw new ProblemException(
              ProblemKind.CONFLICT, "This payout is booked already; nothing is booked twice.");
      case Answer.Known() ->
          throw new ProblemException(
              ProblemKind.CONFLICT,
              "This transaction is one of the pool's own: if it was refused, book it as landed.");
      case Answer.NotMissing(Corrections.Standing now) ->
          throw new ProblemException(
              ProblemKind.DIFFERENCE_CHANGED,
              "At ledger %d chain less books is %d stroops of KALE: not so much is missing."
                  .formatted(now.ledger(), now.kale()));
      case Answer.NotReady(Corrections.Standing now) ->
          throw new ProblemException(
              ProblemKind.NOT_COMPARABLE,
              "A transaction of the farmer's is under way, a restore is not made up for yet, or"
                  + " the node lags at ledger %d: try again in a ledger or two."
                      .formatted(now.ledger()));
      case Answer.Refused(String field, String why) -> throw ProblemException.invalid(field, why);
    };
  }
}
