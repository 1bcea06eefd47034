package org.kalepool.ops;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.pooler.PoolerFarmers;
import org.kalepool.pooler.PoolerStandings;
import org.kalepool.pooler.Poolers;
import org.kalepool.pooler.RemotePoolers;
import org.kalepool.pooler.Standing;
import org.kalepool.web.AdminsOnly;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.IdOf;
import org.kalepool.web.Page;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What operators see and do about poolers on machines of their own. Amounts are stroops. */
@Path("/api/v1/operator/poolers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorPoolersResource {
  private final PoolerStandings standings;
  private final PoolerFarmers farmers;
  private final Poolers poolers;
  private final RemotePoolers remote;
  private final Audit audit;

  OperatorPoolersResource(
      PoolerStandings standings,
      PoolerFarmers farmers,
      Poolers poolers,
      RemotePoolers remote,
      Audit audit) {
    this.standings = standings;
    this.farmers = farmers;
    this.poolers = poolers;
    this.remote = remote;
    this.audit = audit;
  }

  /** A pooler as its operators see it. */
  @Schema(name = "OperatorPooler")
  public record Shown(
      UUID poolerId,
      String name,
      String wallet,
      @Schema(description = "Whether it is the pool's own, in this process") boolean own,
      @Schema(description = "False while it runs out: no new farmers, no plants") boolean active,
      int shareBasisPoints,
      int maxFarmers,
      int farmers,
      @Schema(description = "What it may owe and have at stake together; says nothing of the own")
          long maxDebt,
      @Schema(description = "What it has left with the pool, which raises that by its amount")
          long bond,
      @Schema(description = "The account of its bond; null until that is made")
          @Nullable String bondAccount,
      @Schema(description = "What the books have of the bond and the account has not")
          long bondMissing,
      @Schema(description = "Why nothing can be done about the bond now, a sentence")
          @Nullable String bondWaitsFor,
      @Schema(description = "Compensation that it owes") long debt,
      @Schema(description = "What it would come to owe if it worked nothing from now on")
          long inPlay,
      boolean hasKey,
      @Schema(description = "Reports of works that were not on the chain") int falseClaims,
      @Nullable Instant lastSeenAt,
      @Nullable String version,
      @Nullable Long hashRate,
      @Nullable Integer threads,
      @Nullable Integer capacity,
      @Nullable Long blockIndex,
      @Nullable Boolean paused) {}

  /** The only answers that show a key. */
  @Schema(name = "PoolerKey")
  public record Keyed(
      UUID poolerId,
      @Schema(description = "The key of the pooler's machine; shown only here") String key) {}

  @GET
  @Operation(
      operationId = "listOperatorPoolers",
      summary = "All poolers: what is set, what they say of themselves, what they owe")
  public Page<Shown> list() {
    return new Page<>(standings.all().stream().map(this::shown).toList(), null);
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getOperatorPooler", summary = "One of them")
  public Shown get(@PathParam("id") @IdOf(missing = ProblemKind.POOLER_NOT_FOUND) UUID id) {
    return shown(standing(id));
  }

  @AdminsOnly
  @POST
  @APIResponseSchema(value = Keyed.class, responseCode = "201")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "makePooler", summary = "A pooler on a machine of its own, and its key")
  public RestResponse<Keyed> make(NewPoolerRequest body) {
    RemotePoolers.Newcomer newcomer = body.newcomer();
    RemotePoolers.Made made =
        audit.record(
            new Audit.Command(
                "make-pooler",
                newcomer.wallet().text(),
                newcomer.name() + ": " + body.why().strip()),
            () -> remote.make(newcomer));
    return RestResponse.status(RestResponse.Status.CREATED, new Keyed(made.id(), made.key()));
  }

  @AdminsOnly
  @PATCH
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changeOperatorPooler",
      summary = "Change name, places, what it may owe, or the terms of who registers from now on")
  public Shown change(
      @PathParam("id") @IdOf(missing = ProblemKind.POOLER_NOT_FOUND) UUID id,
      PoolerChangeRequest body) {
    Standing before = standing(id);
    audit.record(
        new Audit.Command("change-pooler", id.toString(), body.detail(before)),
        () -> {
          poolers.change(id, body.change());
          return id;
        });
    return get(id);
  }

  @AdminsOnly
  @POST
  @Path("/{id}/rotate-key")
  @APIResponseSchema(value = Keyed.class, responseCode = "201")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "rotatePoolerKey",
      summary = "Another key, in force at once; the one before is worthless")
  public RestResponse<Keyed> rotate(
      @PathParam("id") @IdOf(missing = ProblemKind.POOLER_NOT_FOUND) UUID id,
      OperatorRequest.Reason body) {
    standing(id);
    String key =
        audit.record(
            new Audit.Command("rotate-pooler-key", id.toString(), body.reason()),
            () -> remote.rotateKey(id));
    return RestResponse.status(RestResponse.Status.CREATED, new Keyed(id, key));
  }

  @AdminsOnly
  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "drainPooler",
      summary =
          "Let it run out: no new farmers, no plants; what is planted is worked and harvested, and"
              + " its key stays good for that")
  public Shown drain(@PathParam("id") @IdOf(missing = ProblemKind.POOLER_NOT_FOUND) UUID id) {
    return drain(id, null);
  }

  /** The same with the operator's reason. */
  @AdminsOnly
  public Shown drain(UUID id, @Nullable String why) {
    return setActive(id, false, new Audit.Command("drain-pooler", id.toString(), why));
  }

  @AdminsOnly
  @POST
  @Path("/{id}/activate")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "activatePooler", summary = "Let one go on that ran out")
  public Shown activate(
      @PathParam("id") @IdOf(missing = ProblemKind.POOLER_NOT_FOUND) UUID id,
      OperatorRequest.Reason body) {
    return setActive(id, true, new Audit.Command("activate-pooler", id.toString(), body.reason()));
  }

  /** The exception undoes the audit's row, too. */
  private Shown setActive(UUID id, boolean active, Audit.Command command) {
    standing(id);
    audit.record(
        command,
        () -> {
          if (!remote.setActive(id, active)) {
            throw new ProblemException(
                ProblemKind.CONFLICT,
                active ? "The pooler is active." : "The pooler runs out already.");
          }
          return id;
        });
    return get(id);
  }

  private Standing standing(UUID id) {
    return standings
        .of(id)
        .orElseThrow(
            () -> new ProblemException(ProblemKind.POOLER_NOT_FOUND, "No pooler has this id."));
  }

  private Shown shown(Standing pooler) {
    Address account = pooler.bondAccount();
    return new Shown(
        pooler.poolerId(),
        pooler.name(),
        pooler.wallet().text(),
        pooler.own(),
        pooler.active(),
        pooler.shareBasisPoints(),
        pooler.maxFarmers(),
        Math.toIntExact(farmers.places(pooler.poolerId()).all()),
        pooler.maxDebt().stroops(),
        pooler.bond().stroops(),
        account == null ? null : account.text(),
        pooler.bondMissing().stroops(),
        pooler.bondWaits(),
        pooler.debt().stroops(),
        pooler.inPlay().stroops(),
        pooler.hasKey(),
        pooler.falseClaims(),
        pooler.lastSeenAt(),
        pooler.version(),
        pooler.hashRate(),
        pooler.threads(),
        pooler.capacity(),
        pooler.blockIndex(),
        pooler.paused());
  }
}
