package org.kalepool.ops;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Caller;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** What blocks and days came to, at most half a minute old. */
@Path("/api/v1/operator/figures")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorFiguresResource {
  private static final int DAYS = 31;

  private final FigureRows rows;

  OperatorFiguresResource(FigureRows rows) {
    this.rows = rows;
  }

  @GET
  @Path("/blocks")
  @Operation(
      operationId = "listBlockFigures",
      summary = "What each block came to: deeds, rewards, fees, profit; newest first")
  public Page<Figured.Block> blocks(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
    Paging paging = Paging.of(cursor, limit);
    List<Figured.Block> found =
        rows.newestBlocks(paging.before(), paging.rows()).stream().map(Figured.Block::of).toList();
    return Page.of(paging, found, Figured.Block::blockIndex);
  }

  @GET
  @Path("/days")
  @Operation(operationId = "listDayFigures", summary = "The same of the last 31 days, newest first")
  public Page<Figured.Day> days() {
    return new Page<>(rows.newestDays(DAYS).stream().map(Figured.Day::of).toList(), null);
  }
}
