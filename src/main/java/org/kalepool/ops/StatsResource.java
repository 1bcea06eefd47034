package org.kalepool.ops;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The pool's figures. */
@Path("/api/v1/stats")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "pool")
public final class StatsResource {
  private final PoolFigures figures;

  StatsResource(PoolFigures figures) {
    this.figures = figures;
  }

  @GET
  @Operation(
      operationId = "getStats",
      summary = "Running block, farmers, and what was planted, worked and harvested")
  public PoolFigures.Shown get() {
    return figures.now();
  }
}
