package org.kalepool.exit;

import org.kalepool.books.EarnedSplit;
import org.kalepool.stellar.Call;

/** What is to be done about a payout without leaving. */
sealed interface EarnedDecision {
  /** Pay, by the custodial account alone. */
  record Pay(EarnedSplit split, Call call) implements EarnedDecision {}

  /**
   * Wait.
   *
   * @param detail figures for the farmer and the operator
   */
  record Wait(Obstacle obstacle, String detail) implements EarnedDecision {}

  /** Nothing now: the reading is older than the books. */
  record Later() implements EarnedDecision {}
}
