package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmerState;
import org.kalepool.web.Audit;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** The operators' lists, newest first. Amounts are stroops. */
@Singleton
public final class OperatorLists {
  private final Reports reports;
  private final Audit audit;

  OperatorLists(Reports reports, Audit audit) {
    this.reports = reports;
    this.audit = audit;
  }

  /** The newest difference between books and chain that was found, which may be settled by now. */
  @Schema(name = "Discrepancy")
  public record Discrepancy(String what, long books, long chain, long difference, Instant at) {}

  /**
   * A farmer.
   *
   * @param stateBy who last changed the state, null if nobody has
   * @param stateWhy why
   */
  @Schema(name = "OperatorFarmer")
  public record FarmerRow(
      long seq,
      UUID farmerId,
      UUID poolerId,
      String custodialWallet,
      String payoutWallet,
      @Schema(implementation = FarmerState.class) String state,
      @Nullable Instant stateSince,
      @Nullable String stateBy,
      @Nullable String stateWhy,
      int stakePercentage,
      int harvestInterval,
      @Nullable Discrepancy lastDiscrepancy) {}

  /**
   * What the pooler came to owe.
   *
   * @param blockIndex in which a stake was lost, null for an operator's correction
   */
  @Schema(name = "Compensation")
  @RegisterForReflection
  public record Compensation(
      long id,
      UUID poolerId,
      UUID farmerId,
      @Nullable Long blockIndex,
      long amount,
      String cause,
      Instant at) {}

  /**
   * What a pooler still owed when a farmer had left; stroops of KALE and XLM.
   *
   * @param late whether it is XLM that came to the pooler's wallet while late money was passed on,
   *     not what the split left
   * @param waitingFor what holds the payment up, null if it is made or nothing is known
   * @param paidAt null while it is owed
   */
  @Schema(name = "Debt")
  @RegisterForReflection
  public record Debt(
      long id,
      UUID poolerId,
      UUID farmerId,
      boolean late,
      long amount,
      long xlm,
      Instant since,
      @Nullable String waitingFor,
      @Nullable String detail,
      @Nullable String transactionHash,
      @Nullable Instant paidAt) {}

  /**
   * @param state only farmers in it, null for all
   * @param pooler only farmers that are with it, null for all; so in the others
   * @param part of the id, the account or the payout address: how it begins or ends; null for all
   */
  Page<FarmerRow> farmers(
      Paging paging, @Nullable String state, @Nullable UUID pooler, @Nullable String part) {
    List<FarmerRow> rows =
        reports.farmers(paging, state, pooler, part).stream().map(OperatorLists::farmer).toList();
    return Page.of(paging, rows, FarmerRow::seq);
  }

  Page<Compensation> compensations(Paging paging, @Nullable UUID pooler) {
    return Page.of(paging, reports.compensations(paging, pooler), Compensation::id);
  }

  Page<Debt> debts(Paging paging, @Nullable UUID pooler) {
    return Page.of(paging, reports.debts(paging, pooler), Debt::id);
  }

  Page<Audit.Entry> audit(Paging paging) {
    return Page.of(paging, audit.newest(paging), Audit.Entry::id);
  }

  private static FarmerRow farmer(OperatorFarmerView row) {
    return new FarmerRow(
        row.seq,
        row.farmerId,
        row.poolerId,
        row.custodialWallet,
        row.payoutWallet,
        row.state,
        row.stateSince,
        row.stateBy,
        row.stateWhy,
        row.stakePercentage,
        row.harvestInterval,
        discrepancy(row));
  }

  private static @Nullable Discrepancy discrepancy(OperatorFarmerView row) {
    return row.what == null
            || row.books == null
            || row.chain == null
            || row.difference == null
            || row.foundAt == null
        ? null
        : new Discrepancy(row.what, row.books, row.chain, row.difference, row.foundAt);
  }
}
