package org.kalepool.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.web.Caller;
import org.kalepool.web.Json;
import org.kalepool.web.Page;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What operators see and do about transactions that have not ended. */
@Path("/api/v1/operator/transactions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorTransactionsResource {
  private final OpenTransactions transactions;
  private final Audit audit;
  private final Json json;

  OperatorTransactionsResource(OpenTransactions transactions, Audit audit, Json json) {
    this.transactions = transactions;
    this.audit = audit;
    this.json = json;
  }

  /**
   * A transaction that has not ended.
   *
   * @param state QUEUED (nothing sent) or BUILT (may be in the network)
   * @param hash of the envelope that may be in the network, null if none
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Shown(
      long id,
      String lane,
      Action action,
      @Nullable UUID farmerId,
      @Nullable Long blockIndex,
      String state,
      long ageSeconds,
      int envelopes,
      @Nullable String hash,
      @Nullable String lastAnswer) {

    static Shown of(OpenTransactions.Open open) {
      Hash hash = open.hash();
      return new Shown(
          open.id(),
          open.request().lane().text(),
          open.request().action(),
          open.request().farmer(),
          open.request().block(),
          open.state(),
          open.age().toSeconds(),
          open.envelopes(),
          hash == null ? null : hash.hex(),
          open.lastAnswer());
    }
  }

  /** What it is now. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Standing(long id, String state) {}

  @GET
  @Operation(summary = "Transactions that have not ended, oldest first")
  public Page<Shown> list() {
    return new Page<>(transactions.list().stream().map(Shown::of).toList(), null);
  }

  @POST
  @Path("/{id}/retry")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Try the next step of one that waits at once, not when its pause is over")
  public Standing retry(
      @PathParam("id") String id,
      @RequestBody(
              content = @Content(schema = @Schema(implementation = OperatorRequest.Reason.class)))
          @Nullable String body) {
    long transaction = number(id);
    String why = OperatorRequest.Reason.in(body, json);
    // The exception undoes the audit's row, too.
    return audit.record(
        new Audit.Command("retry", Long.toString(transaction), why),
        () ->
            transactions
                .retry(transaction)
                .map(state -> new Standing(transaction, state))
                .orElseThrow(OperatorTransactionsResource::notFound));
  }

  @POST
  @Path("/{id}/give-up")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "End one that is not in the network and never can be")
  public Standing giveUp(
      @PathParam("id") String id,
      @RequestBody(
              content = @Content(schema = @Schema(implementation = OperatorRequest.Reason.class)))
          @Nullable String body) {
    long transaction = number(id);
    String why = OperatorRequest.Reason.in(body, json);
    return switch (transactions.giveUp(transaction, why)) {
      case DONE -> new Standing(transaction, "REFUSED");
      case MAY_STILL_LAND ->
          throw new ProblemException(
              ProblemKind.MAY_STILL_LAND,
              "It may be in the network: wait until its validity is over, and the node has shown"
                  + " all ledgers up to then.");
      case NOT_OPEN -> throw notFound();
    };
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw notFound();
    }
  }

  private static ProblemException notFound() {
    return new ProblemException(
        ProblemKind.TRANSACTION_NOT_FOUND, "It has ended, or there never was one with this id.");
  }
}
