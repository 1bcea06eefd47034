package org.kalepool.stellar;

import java.util.Optional;
import org.kalepool.kale.Hash;

/**
 * Transactions that were refused because the node had forgotten what became of them, and that a
 * node with a longer memory knows to have landed.
 */
public interface ForgottenTransactions {
  /** What came of booking one. */
  enum Booking {
    /** Whoever records such transactions has recorded it. */
    BOOKED,
    /** No refused transaction with this number had an envelope with this hash. */
    NO_SUCH_TRANSACTION,
    /** The node does not know that it landed. */
    NOT_KNOWN
  }

  /** What a refused transaction was for; empty if none that was refused has this number. */
  Optional<Action> action(long id);

  /** Whether an envelope with this hash is among those that the pool made, as far as it knows. */
  boolean knows(Hash hash);

  /**
   * Has a refused transaction recorded as landed, in the caller's database transaction, if the node
   * knows that it did. What is recorded already stays as it is; the row stays refused.
   *
   * @throws RpcException if the node cannot be asked
   */
  Booking book(long id, Hash hash);
}
