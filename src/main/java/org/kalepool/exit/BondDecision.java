package org.kalepool.exit;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Call;

/** What is to be done about a pooler's bond. */
sealed interface BondDecision {
  /** The reading is older than what is booked, and says nothing. */
  record Stale() implements BondDecision {}

  /** More is in the account than in the books: the pooler has brought it. */
  record Deposited(Kale amount) implements BondDecision {}

  /** Less is in the account than in the books. */
  record Missing(Kale amount) implements BondDecision {}

  /** The account exists and cannot hold KALE yet. */
  record Open() implements BondDecision {}

  /** All of it goes back, and the account with it. */
  record Return(Call.Operations operations) implements BondDecision {}

  /**
   * Nothing, for now.
   *
   * @param why what it waits for, a sentence; null if nothing is to do
   */
  record Idle(@Nullable String why) implements BondDecision {}
}
