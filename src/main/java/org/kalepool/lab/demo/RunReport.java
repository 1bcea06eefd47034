package org.kalepool.lab.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param poolers where there is more than one, the own one first
 * @param rates shares of success, 0 to 1
 * @param reconciled whether books and chain agree to the stroop for every farmer, and for every
 *     pooler
 * @param differenceStroops sum of the absolute differences over farmers and assets, and over
 *     poolers
 */
@RegisterForReflection
@JsonPropertyOrder({"blocks", "farmers", "poolers", "rates", "reconciled", "differenceStroops"})
record RunReport(
    List<BlockLine> blocks,
    List<FarmerLine> farmers,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PoolerLine> poolers,
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

  /**
   * One pooler's account, in KALE; a pail is that pooler's for whom it was planted, wherever its
   * farmer is now.
   *
   * @param active false once an operator has let it run out
   * @param farmers who are with it and have not left
   * @param reported farmers' blocks that it has reported on; of the own one none are asked for
   * @param paid its shares that were paid to its wallet
   * @param owes compensation that it owes and has not paid
   * @param difference books less history, and wallet less books where the wallet is used for
   *     nothing else; stroops, absolute
   */
  @RegisterForReflection
  record PoolerLine(
      UUID id,
      String name,
      boolean own,
      boolean active,
      int farmers,
      int planted,
      int worked,
      int harvested,
      int lost,
      int reported,
      long staked,
      long earned,
      long forfeited,
      long paid,
      long owes,
      long difference) {}

  /** Successes over attempts; a failure for lack of the farmer's own funds is no attempt. */
  @RegisterForReflection
  record Rates(double plant, double work, double harvest) {}
}
