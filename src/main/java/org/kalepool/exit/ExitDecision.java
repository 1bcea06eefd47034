package org.kalepool.exit;

import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;

/** What is to be done about a leaving farmer. */
sealed interface ExitDecision {
  /**
   * Pay out.
   *
   * @param lane the source account that carries the transaction
   * @param claimable whether the farmer's KALE is left as a claimable balance
   */
  record Pay(
      Split split, Address lane, Call.Operations operations, Lumens lumens, boolean claimable)
      implements ExitDecision {}

  /**
   * Pay out by a contract's call, which leaves the account open: what is left there goes on by the
   * transaction that follows ({@link LateSweep}).
   *
   * @param lane the source account that carries the transaction
   */
  record PayByContract(Split split, Address lane, ContractCall call, Lumens lumens)
      implements ExitDecision {}

  /**
   * What becomes of the custodial account's XLM.
   *
   * @param before what the account holds, all of which it hands over but for the fee, if its own
   *     lane carries it
   * @param claimReserve of it to the pooler's wallet, for the reserve of the claimable balance
   * @param advance of it to the pooler's wallet, for fees that this has paid, or pays now
   * @param debtReserve of it to the pooler's wallet, which owes it on: for the reserve of the
   *     claimable balance in which its debt is paid later, unless that can be paid otherwise then
   * @param throughPooler whether the rest is paid on by the pooler's wallet, into which the account
   *     is merged
   */
  record Lumens(Xlm before, Xlm claimReserve, Xlm advance, Xlm debtReserve, boolean throughPooler) {
    /** What is left for the payout wallet when the transaction's fee is paid by another. */
    Xlm left() {
      return before.minus(claimReserve).minus(advance).minus(debtReserve);
    }
  }

  /**
   * Book a payout that has landed unseen.
   *
   * @param gone XLM that was in the account, all fees included
   */
  record PaidUnseen(UnseenSplits.Found payout, Xlm gone) implements ExitDecision {}

  /** There is nothing to pay out and no account: the farmer never sent anything. */
  record Gone() implements ExitDecision {}

  /**
   * Wait.
   *
   * @param detail figures for the farmer and the operator
   */
  record Wait(Obstacle obstacle, String detail) implements ExitDecision, DebtDecision {}

  /** Nothing now: the payout is under way, or the pause after a failed one is not over. */
  record Later() implements ExitDecision, DebtDecision {}
}
