package org.kalepool.pooler;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.kalepool.web.IdOf;
import org.kalepool.web.Page;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** The poolers a farmer can choose from. */
@Path("/api/v1/poolers")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "poolers")
public final class PoolerResource {
  private final Poolers poolers;
  private final PoolerFarmers farmers;
  private final PoolerStatistics statistics;
  private final PoolerDebts debts;

  PoolerResource(
      Poolers poolers, PoolerFarmers farmers, PoolerStatistics statistics, PoolerDebts debts) {
    this.debts = debts;
    this.poolers = poolers;
    this.farmers = farmers;
    this.statistics = statistics;
  }

  @GET
  @Operation(operationId = "listPoolers", summary = "All poolers with their terms, room and record")
  public Page<PoolerAnswer> list() {
    List<PoolerAnswer> all = poolers.all().stream().map(this::answer).toList();
    return new Page<>(all, null);
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getPooler", summary = "One pooler")
  public PoolerAnswer get(@PathParam("id") @IdOf(missing = ProblemKind.POOLER_NOT_FOUND) UUID id) {
    return poolers
        .find(id)
        .map(this::answer)
        .orElseThrow(
            () -> new ProblemException(ProblemKind.POOLER_NOT_FOUND, "No pooler has this id."));
  }

  private PoolerAnswer answer(Pooler pooler) {
    UUID id = pooler.id();
    return PoolerAnswer.of(pooler, farmers.places(id), statistics.totals(id), debts.of(id));
  }
}
