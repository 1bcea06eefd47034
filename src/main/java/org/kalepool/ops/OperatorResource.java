package org.kalepool.ops;

import io.quarkus.arc.All;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.ReconciliationResult;
import org.kalepool.books.Statements;
import org.kalepool.wallet.KeyUser;
import org.kalepool.wallet.MissingKeyException;
import org.kalepool.wallet.Wallets;
import org.kalepool.web.AdminsOnly;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.IdQuery;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What operators see and do about the pool as a whole. */
@Path("/api/v1/operator")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorResource {
  private final OperatorStatus status;
  private final OperatorLists lists;
  private final StuckFinder stuck;
  private final Audit audit;
  private final Statements statements;
  private final Wallets wallets;
  private final List<KeyUser> others;

  OperatorResource(
      OperatorStatus status,
      OperatorLists lists,
      StuckFinder stuck,
      Audit audit,
      Statements statements,
      Wallets wallets,
      @All List<KeyUser> others) {
    this.status = status;
    this.lists = lists;
    this.stuck = stuck;
    this.audit = audit;
    this.statements = statements;
    this.wallets = wallets;
    this.others = others;
  }

  /** How many data keys were wrapped by the current key-encryption key. */
  @Schema(name = "RotatedKeys")
  public record Rotated(int wallets) {}

  /**
   * The comparison of all books with the chain; stroops.
   *
   * @param pending farmers that could not be compared now
   */
  @Schema(name = "Reconciliation")
  public record Reconciled(boolean reconciled, long difference, int farmers, int pending) {}

  @GET
  @Path("/status")
  @Operation(
      operationId = "getOperatorStatus",
      summary = "Network, running block, hashing, farmers, open money, what is stuck")
  public OperatorStatus.Shown status() {
    return status.now();
  }

  @GET
  @Path("/stuck")
  @Operation(
      operationId = "listStuck",
      summary = "What has not moved for longer than it may, and what resolves it")
  public Page<Stuck> stuck() {
    return new Page<>(stuck.find(), null);
  }

  @GET
  @Path("/compensations")
  @Operation(
      operationId = "listCompensations",
      summary = "Stakes lost by the pooler's fault, newest first")
  public Page<OperatorLists.Compensation> compensations(
      @QueryParam("pooler_id") @Nullable String pooler,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return lists.compensations(Paging.of(cursor, limit), IdQuery.of("pooler_id", pooler));
  }

  @GET
  @Path("/audit")
  @Operation(
      operationId = "listAuditedCommands",
      summary = "Every operator's command, newest first")
  public Page<Audit.Entry> audit(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
    return lists.audit(Paging.of(cursor, limit));
  }

  @POST
  @Path("/reconcile")
  @Operation(operationId = "reconcile", summary = "Compare every farmer's books with the chain now")
  public Reconciled reconcile() {
    return reconcile(null);
  }

  /** The same with the operator's reason. */
  public Reconciled reconcile(@Nullable String why) {
    audit.announce(new Audit.Command("reconcile", null, why));
    ReconciliationResult result = statements.reconcileAll();
    return new Reconciled(
        result.reconciled(), result.differenceStroops(), result.farmers(), result.pending());
  }

  @AdminsOnly
  @POST
  @Path("/keys/rotate")
  @Operation(
      operationId = "rotateKeys",
      summary = "Wrap every wallet's data key by the current key-encryption key")
  public Rotated rotate() {
    return rotate(null);
  }

  /** The same with the operator's reason. */
  @AdminsOnly
  public Rotated rotate(@Nullable String why) {
    audit.announce(new Audit.Command("rotate-keys", null, why));
    try {
      int rotated = wallets.rotate();
      others.forEach(KeyUser::rotate);
      return new Rotated(rotated);
    } catch (MissingKeyException e) {
      throw new ProblemException(ProblemKind.KEY_MISSING, String.valueOf(e.getMessage()));
    }
  }
}
