package org.kalepool.stellar;

import org.kalepool.kale.Address;

/**
 * A deed has ended. Fired synchronously inside the database transaction that stores the end of its
 * transaction, exactly once for each deed: what an observer writes is stored with it or not at all.
 * An observer does no network call and only writes what follows from the event; an exception of it
 * rolls all back, and the end is found again at the next poll.
 *
 * @param id the transaction's row in {@code transactions}
 * @param request the deed's own, as if it were alone in its transaction
 * @param outcome the deed's, with its share of the fee
 * @param feePayer whose XLM the outcome's fee was taken from: the lane, or the pool account that
 *     wrapped it into a fee bump
 * @param place among the deeds that share the transaction, from 0
 */
public record TransactionSettled(
    long id, TransactionRequest request, Outcome outcome, Address feePayer, int place) {
  /** One that is alone in its transaction and that its own lane paid for. */
  public TransactionSettled(long id, TransactionRequest request, Outcome outcome) {
    this(id, request, outcome, request.lane(), 0);
  }

  /** One that is alone in its transaction. */
  public TransactionSettled(
      long id, TransactionRequest request, Outcome outcome, Address feePayer) {
    this(id, request, outcome, feePayer, 0);
  }
}
