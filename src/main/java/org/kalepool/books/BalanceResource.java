package org.kalepool.books;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
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
  private final JournalRepository journal;
  private final Caller caller;

  BalanceResource(
      BalanceDayRepository days,
      ReconciliationRepository reconciliations,
      JournalRepository journal,
      Caller caller) {
    this.days = days;
    this.reconciliations = reconciliations;
    this.journal = journal;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "getBalances",
      summary =
          "KALE in account and pails, and fees, after each block of the last day and by day for a"
              + " year")
  public BalanceHistory get(@PathParam("id") UUID id) {
    caller.mayActFor(id);
    return new BalanceHistory(blocks(id), days.newest(id, BalanceHistory.MOST_DAYS));
  }

  private List<BalanceHistory.AfterBlock> blocks(UUID id) {
    List<ReconciliationRepository.Compared> compared =
        reconciliations.afterBlocks(id, BalanceHistory.MOST_BLOCKS);
    if (compared.isEmpty()) {
      return List.of();
    }
    Map<Long, Long> fees = journal.fees(id, compared.getLast().block());
    return compared.stream()
        .map(
            each ->
                new BalanceHistory.AfterBlock(
                    each.block(), each.kale(), fees.getOrDefault(each.block(), 0L), each.at()))
        .toList();
  }
}
