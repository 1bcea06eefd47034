package org.kalepool.pages;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.EarnedPayoutResource;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerResource;
import org.kalepool.ops.OperatorCorrectionsResource;
import org.kalepool.ops.OperatorFarmersResource;
import org.kalepool.ops.OperatorLists;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.IdOf;
import org.kalepool.web.Page;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Farmers as operators see them. */
@Path("/operator/farmers")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class OperatorFarmerPages {
  private static final String HERE = "farmers";

  private static final String PAYOUTS = "10";

  private final OperatorVisitors visitors;
  private final OperatorFarmersResource list;
  private final OperatorCorrectionsResource corrections;
  private final FarmerResource farmers;
  private final EarnedPayoutResource payouts;
  private final Poolers poolers;
  private final FarmReader reader;
  private final StatementAnswers statements;

  OperatorFarmerPages(
      OperatorVisitors visitors,
      OperatorFarmersResource list,
      OperatorCorrectionsResource corrections,
      FarmerResource farmers,
      EarnedPayoutResource payouts,
      Poolers poolers,
      FarmReader reader,
      StatementAnswers statements) {
    this.visitors = visitors;
    this.list = list;
    this.corrections = corrections;
    this.farmers = farmers;
    this.payouts = payouts;
    this.poolers = poolers;
    this.reader = reader;
    this.statements = statements;
  }

  @GET
  public Response farmers(
      @Context RoutingContext routing,
      @QueryParam("q") @Nullable String q,
      @QueryParam("state") @Nullable String state,
      @QueryParam("cursor") @Nullable String cursor) {
    Frame frame = visitors.frame(routing, "Farmers", HERE);
    String searched = text(q);
    String in = text(state);
    Page<OperatorLists.FarmerRow> page = new Page<>(List.of(), null);
    @Nullable String wrong = null;
    try {
      page =
          list.list(
              in.isEmpty() ? null : in, null, searched.isEmpty() ? null : searched, cursor, null);
    } catch (ProblemException e) {
      if (e.kind() != ProblemKind.VALIDATION_FAILED) {
        throw e;
      }
      wrong = "Search by the beginning or the end of an address, or the beginning of an id.";
    }
    return Response.status(wrong == null ? 200 : ProblemKind.VALIDATION_FAILED.status())
        .entity(
            OperatorTemplates.farmers(
                frame, new OperatorFarmersView(page, searched, in, cursor != null, wrong)))
        .build();
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given.strip();
  }

  @GET
  @Path("{id}")
  public Response farmer(
      @Context RoutingContext routing,
      @PathParam("id") @IdOf(missing = ProblemKind.FARMER_NOT_FOUND) UUID id,
      @QueryParam("compare") @Nullable String compare) {
    visitors.operator(routing);
    FarmerAnswer farmer = farmers.get(id);
    OperatorCorrectionsResource.@Nullable Differences compared = null;
    @Nullable String trouble = null;
    if (compare != null) {
      try {
        compared = corrections.differences(id);
      } catch (RpcException e) {
        trouble = "The network cannot be asked at the moment. Try it again in a minute.";
      }
    }
    FarmView farm = reader.view(farmer, FarmReader.Form.of(farmer, null), "");
    OperatorLists.@Nullable FarmerRow row =
        list.list(null, null, id.toString(), null, "1").items().stream().findFirst().orElse(null);
    return Response.ok(
            OperatorTemplates.farmer(
                visitors.frame(routing, "Farmer " + Figures.begin(id.toString()), HERE),
                new OperatorFarmerPage(
                    row,
                    farm,
                    poolers.find(farmer.poolerId()).orElseThrow().name(),
                    compared,
                    trouble,
                    payouts.list(id, null, PAYOUTS).items())))
        .build();
  }

  @GET
  @Path("{id}/statement")
  public Response statement(
      @Context RoutingContext routing,
      @PathParam("id") @IdOf(missing = ProblemKind.FARMER_NOT_FOUND) UUID id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    return statements.page(
        visitors.frame(routing, "Statement", HERE),
        "/operator/farmers/" + id + "/statement",
        id,
        from,
        to);
  }

  @GET
  @Path("{id}/statement/movements.csv")
  @Produces("text/csv")
  public RestMulti<String> file(
      @Context RoutingContext routing,
      @PathParam("id") @IdOf(missing = ProblemKind.FARMER_NOT_FOUND) UUID id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    visitors.operator(routing);
    return statements.file(id, from, to);
  }
}
