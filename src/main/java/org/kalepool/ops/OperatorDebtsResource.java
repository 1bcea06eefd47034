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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.Debts;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.Ids;
import org.kalepool.web.Json;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What poolers could not pay when farmers left. */
@Path("/api/v1/operator/debts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorDebtsResource {
  private final OperatorLists lists;
  private final Debts debts;
  private final Audit audit;
  private final Json json;

  OperatorDebtsResource(OperatorLists lists, Debts debts, Audit audit, Json json) {
    this.lists = lists;
    this.debts = debts;
    this.audit = audit;
    this.json = json;
  }

  /** What a command did: {@code release} or {@code paid}. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "DebtCommand")
  record Done(UUID farmerId, @Schema(enumeration = {"release", "paid"}) String command) {}

  @GET
  @Operation(
      operationId = "listDebts",
      summary = "What poolers could not pay when farmers left, newest first")
  public Page<OperatorLists.Debt> list(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
    return lists.debts(Paging.of(cursor, limit));
  }

  @POST
  @Path("/{farmer}/release")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "releaseDebt",
      summary = "Pay a debt that a restored backup holds: it was not paid before")
  public Done release(
      @PathParam("farmer") String farmer,
      @RequestBody(
              content = @Content(schema = @Schema(implementation = OperatorRequest.Reason.class)))
          @Nullable String body) {
    UUID id = Ids.inPath(farmer, ProblemKind.FARMER_NOT_FOUND);
    String why = OperatorRequest.Reason.in(body, json);
    return done(
        "release",
        new Audit.Command("release-debt", id.toString(), why),
        id,
        () -> debts.isOpen(id));
  }

  @POST
  @Path("/{farmer}/paid")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "bookPaidDebt",
      summary = "Book a debt's payment that the pool has forgotten")
  public Done paid(
      @PathParam("farmer") String farmer,
      @RequestBody(
              content = @Content(schema = @Schema(implementation = OperatorRequest.Paid.class)))
          @Nullable String body) {
    UUID id = Ids.inPath(farmer, ProblemKind.FARMER_NOT_FOUND);
    OperatorRequest.PaidBy wish = json.read(body, OperatorRequest.Paid.class).checked();
    String detail = wish.transaction().hex() + ": " + wish.why();
    return done(
        "paid",
        new Audit.Command("debt-paid", id.toString(), detail),
        id,
        () -> debts.paid(id, wish.transaction()));
  }

  /** The exception undoes the audit's row, too. */
  private Done done(String name, Audit.Command command, UUID farmer, BooleanSupplier deed) {
    return audit.record(
        command,
        () -> {
          if (!deed.getAsBoolean()) {
            throw new ProblemException(
                ProblemKind.CONFLICT,
                "The farmer is owed nothing, or the payment is on its way already.");
          }
          return new Done(farmer, name);
        });
  }
}
