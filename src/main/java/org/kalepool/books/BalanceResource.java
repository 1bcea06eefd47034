package org.kalepool.books;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.kalepool.web.Caller;

/** What a farmer had over time. */
@Path("/api/v1/farmers/{id}/balances")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class BalanceResource {
  private final BalanceDayRepository days;
  private final ReconciliationRepository reconciliations;
  private final Caller caller;

  BalanceResource(
      BalanceDayRepository days, ReconciliationRepository reconciliations, Caller caller) {
    this.days = days;
    this.reconciliations = reconciliations;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "getBalances",
      summary = "KALE in account and pails after each block of the last day, and by day for a year")
  public BalanceHistory get(@PathParam("id") UUID id) {
    caller.mayActFor(id);
    return new BalanceHistory(
        reconciliations.afterBlocks(id, BalanceHistory.MOST_BLOCKS),
        days.newest(id, BalanceHistory.MOST_DAYS));
  }
}
