package org.kalepool.harvest;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Cause;

/** What is to be done with a pail. */
sealed interface HarvestDecision {
  /** Ask the network, expecting this reward; null if it cannot be said. */
  record Harvest(@Nullable Kale reward) implements HarvestDecision {}

  /**
   * It is gone for good.
   *
   * @param owed whether the pooler owes the stake
   */
  record Lost(Cause cause, String detail, boolean owed) implements HarvestDecision {}

  /** It is not on the chain: find out where it went. */
  record Missing() implements HarvestDecision {}

  /** Nothing now: it is not due, or the node that answered lags. */
  record Wait() implements HarvestDecision {}
}
