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
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.Debts;
import org.kalepool.kale.Hash;
import org.kalepool.web.AdminsOnly;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.IdQuery;
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

  OperatorDebtsResource(OperatorLists lists, Debts debts, Audit audit) {
    this.lists = lists;
    this.debts = debts;
    this.audit = audit;
  }

  /** What a command did: {@code release} or {@code paid}. */
  @Schema(name = "DebtCommand")
  public record Done(UUID farmerId, @Schema(enumeration = {"release", "paid"}) String command) {}

  @GET
  @Operation(
      operationId = "listDebts",
      summary = "What poolers could not pay when farmers left, newest first")
  public Page<OperatorLists.Debt> list(
      @QueryParam("pooler_id") @Nullable String pooler,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return lists.debts(Paging.of(cursor, limit), IdQuery.of("pooler_id", pooler));
  }

  @AdminsOnly
  @POST
  @Path("/{farmer}/release")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "releaseDebt",
      summary = "Pay a debt that a restored backup holds: it was not paid before")
  public Done release(@PathParam("farmer") UUID farmer, OperatorRequest.Reason body) {
    String why = body.reason();
    return done(
        "release",
        new Audit.Command("release-debt", farmer.toString(), why),
        farmer,
        () -> debts.isOpen(farmer));
  }

  @AdminsOnly
  @POST
  @Path("/{farmer}/paid")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "bookPaidDebt",
      summary = "Book a debt's payment that the pool has forgotten")
  public Done paid(@PathParam("farmer") UUID farmer, OperatorRequest.Paid body) {
    String of = body.poolerId() == null ? "" : " by pooler " + body.poolerId();
    String detail = body.transaction().hex() + of + ": " + body.reason();
    return done(
        "paid",
        new Audit.Command("debt-paid", farmer.toString(), detail),
        farmer,
        () -> paid(farmer, body.pooler(), body.transaction()));
  }

  private boolean paid(UUID farmer, @Nullable UUID named, Hash transaction) {
    List<UUID> debtors = debts.debtors(farmer);
    if (named == null && debtors.size() > 1) {
      throw ProblemException.invalid("pooler_id", "is missing: these owe the farmer: " + debtors);
    }
    return !debtors.isEmpty()
        && debts.paid(farmer, named == null ? debtors.getFirst() : named, transaction);
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
