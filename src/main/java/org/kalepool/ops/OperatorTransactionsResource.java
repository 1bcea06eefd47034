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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.UnseenPayouts;
import org.kalepool.kale.Digits;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ForgottenTransactions;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What operators see and do about transactions that have not ended. */
@Path("/api/v1/operator/transactions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorTransactionsResource {
  private final OpenTransactions transactions;
  private final ForgottenTransactions forgotten;
  private final UnseenPayouts payouts;
  private final Audit audit;

  OperatorTransactionsResource(
      OpenTransactions transactions,
      ForgottenTransactions forgotten,
      UnseenPayouts payouts,
      Audit audit) {
    this.transactions = transactions;
    this.forgotten = forgotten;
    this.payouts = payouts;
    this.audit = audit;
  }

  /**
   * A transaction that has not ended.
   *
   * @param farmerId null if for none, or several
   * @param blockIndex null if about none, or several
   * @param deeds how many share it
   * @param state QUEUED (nothing sent) or BUILT (may be in the network)
   * @param hash of the envelope that may be in the network, null if none
   * @param inclusionBid what that envelope bids for an operation, stroops: the most that is paid
   * @param bidReason why so much
   */
  @Schema(name = "OpenTransaction")
  public record Shown(
      long id,
      String lane,
      Action action,
      @Nullable UUID farmerId,
      @Nullable Long blockIndex,
      int deeds,
      @Schema(enumeration = {"QUEUED", "BUILT"}) String state,
      long ageSeconds,
      int envelopes,
      @Nullable String hash,
      @Nullable String lastAnswer,
      @Nullable Long inclusionBid,
      @Nullable String bidReason) {

    static Shown of(OpenTransactions.Open open) {
      Hash hash = open.hash();
      return new Shown(
          open.id(),
          open.request().lane().text(),
          open.request().action(),
          open.request().farmer(),
          open.request().block(),
          open.request().deeds().size(),
          open.state(),
          open.age().toSeconds(),
          open.envelopes(),
          hash == null ? null : hash.hex(),
          open.lastAnswer(),
          open.inclusionBid(),
          open.bidReason());
    }
  }

  /**
   * What one that is in a ledger bid for its place and was charged.
   *
   * @param inclusionBid for an operation, stroops: the most that would have been paid
   * @param inclusionCharged the price of its ledger, stroops; null where no node told
   * @param fee all that it cost, stroops
   * @param bidReason why it bid so much
   * @param cause why it failed; null if it did not
   */
  @Schema(name = "TransactionFare")
  public record Fare(
      long id,
      Action action,
      @Nullable UUID farmerId,
      @Nullable Long blockIndex,
      String hash,
      long ledger,
      @Nullable Long inclusionBid,
      @Nullable Long inclusionCharged,
      long fee,
      @Nullable String bidReason,
      @Nullable Cause cause) {

    static Fare of(OpenTransactions.Fare fare) {
      return new Fare(
          fare.id(),
          fare.action(),
          fare.farmer(),
          fare.block(),
          fare.hash().hex(),
          fare.ledger(),
          fare.inclusionBid(),
          fare.inclusionCharged(),
          fare.fee().stroops(),
          fare.bidReason(),
          fare.cause());
    }
  }

  /** What it is now. */
  @Schema(name = "TransactionStanding")
  public record Standing(
      long id, @Schema(enumeration = {"QUEUED", "BUILT", "REFUSED", "BOOKED"}) String state) {}

  @GET
  @Operation(
      operationId = "listOpenTransactions",
      summary = "Transactions that have not ended, oldest first")
  public Page<Shown> list() {
    return new Page<>(transactions.list().stream().map(Shown::of).toList(), null);
  }

  @GET
  @Path("/fares")
  @Operation(
      operationId = "listFares",
      summary = "What transactions in ledgers bid for their place, why, and were charged")
  public Page<Fare> fares(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
    Paging paging = Paging.of(cursor, limit);
    return Page.of(
        paging,
        transactions.fares(paging.before(), paging.rows()).stream().map(Fare::of).toList(),
        Fare::id);
  }

  @POST
  @Path("/{id}/retry")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "retryTransaction",
      summary = "Try the next step of one that waits at once, not when its pause is over")
  public Standing retry(@PathParam("id") String id, OperatorRequest.Reason body) {
    long transaction = number(id);
    String why = body.reason();
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
  @Operation(
      operationId = "giveUpTransaction",
      summary = "End one that is not in the network and never can be")
  public Standing giveUp(@PathParam("id") String id, OperatorRequest.Reason body) {
    long transaction = number(id);
    String why = body.reason();
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

  @POST
  @Path("/{id}/book-as-landed")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "bookTransactionAsLanded",
      summary = "Book a refused one that landed all the same, as a payout whose account is gone")
  public Standing bookAsLanded(@PathParam("id") String id, OperatorRequest.Landing body) {
    long transaction = number(id);
    Hash hash = body.landed();
    Action action = forgotten.action(transaction).orElseThrow(OperatorTransactionsResource::unlike);
    // The exception undoes the audit's row, too.
    return audit.record(
        new Audit.Command(
            "book-as-landed", Long.toString(transaction), hash.hex() + " " + body.reason()),
        () -> {
          if (action == Action.SPLIT) {
            paidOut(payouts.book(transaction, hash, body.reason()));
          } else {
            landed(action, forgotten, transaction, hash);
          }
          return new Standing(transaction, "BOOKED");
        });
  }

  private static void landed(
      Action action, ForgottenTransactions forgotten, long transaction, Hash hash) {
    if (action == Action.WORK) {
      throw new ProblemException(
          ProblemKind.CONFLICT, "A work needs no booking: what the pail says counts.");
    }
    switch (forgotten.book(transaction, hash)) {
      case BOOKED -> {}
      case NO_SUCH_TRANSACTION -> throw unlike();
      case NOT_KNOWN ->
          throw new ProblemException(
              ProblemKind.CONFLICT,
              "The node does not know it. What a plant or a harvest did is read from the chain; if"
                  + " it has been tried in vain, book the difference as a correction.");
    }
  }

  private static void paidOut(UnseenPayouts.Answer answer) {
    switch (answer) {
      case BOOKED -> {}
      case NO_SUCH_PAYOUT -> throw unlike();
      case ALREADY_BOOKED ->
          throw new ProblemException(
              ProblemKind.FARMER_DEPARTED,
              "The payout is booked already; nothing is booked twice.");
      case ACCOUNT_EXISTS ->
          throw new ProblemException(
              ProblemKind.CONFLICT,
              "The custodial account exists, so no payout has landed: it will be made again.");
      case NODE_LAGS ->
          throw new ProblemException(
              ProblemKind.NOT_COMPARABLE, "The node that answered is behind: try again.");
    }
  }

  private static ProblemException unlike() {
    return new ProblemException(
        ProblemKind.TRANSACTION_NOT_FOUND,
        "No refused transaction has this id and ever had an envelope with this hash.");
  }

  private static long number(String text) {
    return Digits.number(text).orElseThrow(OperatorTransactionsResource::notFound);
  }

  private static ProblemException notFound() {
    return new ProblemException(
        ProblemKind.TRANSACTION_NOT_FOUND, "It has ended, or there never was one with this id.");
  }
}
