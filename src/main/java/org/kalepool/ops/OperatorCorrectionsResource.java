package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Corrections;
import org.kalepool.web.AdminsOnly;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.Idempotency;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What differs between a farmer's books and the chain, and how it is booked by hand. */
@Path("/api/v1/operator/farmers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorCorrectionsResource {
  private final Corrections corrections;
  private final Idempotency idempotency;
  private final Audit audit;
  private final Json json;

  OperatorCorrectionsResource(
      Corrections corrections, Idempotency idempotency, Audit audit, Json json) {
    this.corrections = corrections;
    this.idempotency = idempotency;
    this.audit = audit;
    this.json = json;
  }

  /** Books and chain; stroops. */
  @Schema(name = "BooksAndChain")
  public record Compared(long books, long chain, long difference) {
    static Compared of(long books, long chain) {
      return new Compared(books, chain, Math.subtractExact(chain, books));
    }
  }

  /** A pail that the books hold open and the chain does not have. */
  @Schema(name = "MissingPail")
  public record Missing(long blockIndex, long stake) {}

  /**
   * What differs as of a ledger.
   *
   * @param comparable whether a difference can be booked now
   */
  @Schema(name = "Differences")
  public record Differences(
      UUID farmerId,
      long ledger,
      boolean comparable,
      Compared kale,
      Compared xlm,
      List<Missing> missingPails) {

    static Differences of(Corrections.Standing now) {
      return new Differences(
          now.farmer(),
          now.ledger(),
          now.ready(),
          Compared.of(now.booksKale(), now.chainKale()),
          Compared.of(now.booksXlm(), now.chainXlm()),
          now.missing().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(pail -> new Missing(pail.getKey(), pail.getValue()))
              .toList());
    }
  }

  /** A correction that is booked. */
  @RegisterForReflection
  @Schema(name = "BookedCorrection")
  public record Booked(long id, UUID farmerId) {}

  @GET
  @Path("/{id}/differences")
  @Operation(operationId = "getDifferences", summary = "Books against chain, read now")
  public Differences differences(@PathParam("id") UUID id) {
    return Differences.of(look(id));
  }

  @AdminsOnly
  @POST
  @Path("/{id}/corrections")
  @APIResponseSchema(value = Booked.class, responseCode = "201")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "bookCorrection",
      summary = "Book a difference by hand, exactly as it is on the chain")
  public Response correct(
      @PathParam("id") UUID id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      CorrectionRequest body) {
    Corrections.Correction correction = body.correction(id);
    Corrections.Standing seen = look(id);
    Idempotency.Answer answer =
        idempotency.once(
            "POST /operator/corrections " + id,
            key,
            correction.toString(),
            () -> new Idempotency.Answer(201, json.write(book(correction, seen))));
    return Response.status(answer.status())
        .type(MediaType.APPLICATION_JSON)
        .entity(answer.body())
        .build();
  }

  private Booked book(Corrections.Correction correction, Corrections.Standing seen) {
    Corrections.Answer answer = corrections.book(correction, seen);
    return switch (answer) {
      case Corrections.Answer.Booked booked -> {
        audit.note(
            new Audit.Command(
                "correct",
                correction.farmer().toString(),
                "correction "
                    + booked.id()
                    + ": "
                    + correction.what()
                    + " "
                    + correction.amount()
                    + " "
                    + correction.debtor()
                    + " "
                    + correction.cause()
                    + ": "
                    + correction.why()));
        yield new Booked(booked.id(), correction.farmer());
      }
      case Corrections.Answer.Refused refused ->
          throw ProblemException.invalid(refused.field(), refused.why());
      case Corrections.Answer.Differs differs ->
          throw new ProblemException(
              ProblemKind.DIFFERENCE_CHANGED, "That is not the difference. " + text(differs.now()));
      case Corrections.Answer.NotReady notReady ->
          throw new ProblemException(
              ProblemKind.NOT_COMPARABLE,
              "A transaction of the farmer's is under way, a restore is not made up for yet, or"
                  + " the node lags: try again in a ledger or two. "
                  + text(notReady.now()));
    };
  }

  private static String text(Corrections.Standing now) {
    return "At ledger %d chain less books: KALE %d, XLM %d stroops; missing pails (block=stake) %s"
        .formatted(now.ledger(), now.kale(), now.xlm(), new TreeMap<>(now.missing()));
  }

  private Corrections.Standing look(UUID id) {
    return corrections
        .look(id)
        .orElseThrow(
            () -> new ProblemException(ProblemKind.FARMER_NOT_FOUND, "No farmer has this id."));
  }
}
