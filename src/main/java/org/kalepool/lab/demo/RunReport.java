package org.kalepool.lab.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, as {@code --report FILE} writes it. Amounts are stroops.
 *
 * @param blocks the blocks farmed, oldest first
 * @param farmers in the order of registration
 * @param rates shares of success, 0 to 1
 * @param reconciled whether books and chain agree to the stroop for every farmer
 * @param differenceStroops sum of the absolute differences over farmers and assets
 */
@RegisterForReflection
@JsonPropertyOrder({"blocks", "farmers", "rates", "reconciled", "differenceStroops"})
record RunReport(
    List<BlockLine> blocks,
    List<FarmerLine> farmers,
    Rates rates,
    boolean reconciled,
    long differenceStroops) {

  /**
   * One block.
   *
   * @param opened when it opened, Unix seconds of network time
   * @param bestZeros most zeros submitted, null if nothing was
   * @param secondsToFirstPlant network seconds from the ledger in which it opened to the ledger in
   *     which the first plant was sent; negative if the pool's own plant opened it
   * @param fees XLM paid in this block by all farmers
   */
  @RegisterForReflection
  record BlockLine(
      long index,
      long opened,
      int farmers,
      int planted,
      int worked,
      int harvested,
      @Nullable Integer bestZeros,
      List<Failure> failed,
      @Nullable Long secondsToFirstPlant,
      @Nullable Long secondsToLastPlant,
      long fees) {}

  /** Something that did not come about, and why. */
  @RegisterForReflection
  record Failure(String stage, UUID farmer, String cause, String debtor) {}

  /**
   * One farmer's account; XLM where it says so, else KALE.
   *
   * @param staked sum of all stakes ever planted
   * @param poolersShare paid to the pooler at the split
   * @param compensation owed by the pooler for lost stakes, paid or not
   * @param feesXlm XLM spent on fees
   * @param paidOut KALE paid to the payout wallet
   * @param stillOpen stakes in pails that are not settled yet
   * @param custody what is in the custodial account
   */
  @RegisterForReflection
  record FarmerLine(
      UUID id,
      String state,
      int stakePercentage,
      int harvestInterval,
      long deposited,
      long staked,
      long forfeited,
      long earned,
      long poolersShare,
      long compensation,
      long feesXlm,
      long paidOut,
      long stillOpen,
      long custody) {}

  /** Successes over attempts; a failure for lack of the farmer's own funds is no attempt. */
  @RegisterForReflection
  record Rates(double plant, double work, double harvest) {}
}
