package org.kalepool.remote;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmers;
import org.kalepool.web.Caller;
import org.kalepool.work.OfferedWorks;
import org.kalepool.work.OfferedWorks.Refusal;
import org.kalepool.work.OfferedWorks.Taken;

/** What a pooler has worked: handed over to be sent, or reported. */
@Path("/api/v1/pooler")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.POOLER)
@Tag(name = "pooler machines")
public final class RemoteWorkResource {
  private final MyPooler mine;
  private final OfferedWorks works;
  private final Farmers farmers;
  private final WorkReports reports;

  RemoteWorkResource(MyPooler mine, OfferedWorks works, Farmers farmers, WorkReports reports) {
    this.mine = mine;
    this.works = works;
    this.farmers = farmers;
    this.reports = reports;
  }

  /** What becomes of one work. */
  @Schema(name = "TakenWork")
  record Shown(
      UUID farmerId,
      @Schema(enumeration = {"queued", "refused"}) String status,
      @Nullable String error,
      @Nullable String message) {}

  /** What becomes of all of them, in their order. */
  @Schema(name = "OfferAnswer")
  record Answer(boolean success, List<Shown> works) {}

  @POST
  @Path("/works")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "offerWorks",
      summary = "Hand works over, which are verified and sent from the farmers' own accounts")
  public Answer offer(OfferRequest body) {
    UUID pooler = mine.named(body.poolerId());
    List<OfferedWorks.Offer> offers = body.works().stream().map(OfferRequest.Work::offer).toList();
    List<Shown> shown = new ArrayList<>();
    for (Taken taken : works.offer(pooler, body.blockIndex(), offers)) {
      shown.add(shown(pooler, taken));
    }
    return new Answer(true, shown);
  }

  private Shown shown(UUID pooler, Taken taken) {
    Refusal refusal = taken.refusal();
    if (refusal == null) {
      return new Shown(taken.farmer(), "queued", null, null);
    }
    boolean known =
        refusal != Refusal.NOT_PLANTED
            || farmers.find(taken.farmer()).filter(it -> it.pooler().equals(pooler)).isPresent();
    return known
        ? new Shown(
            taken.farmer(), "refused", refusal.name().toLowerCase(Locale.ROOT), refusal.message())
        : new Shown(
            taken.farmer(), "refused", "unknown_farmer", "No farmer of this pooler has this id.");
  }

  @POST
  @Path("/work-complete")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "reportWorks",
      summary = "Report what was worked; what counts is what the chain has, and that is answered")
  public ReportAnswer report(ReportRequest body) {
    return reports.take(mine.named(body.poolerId()), body);
  }
}
