package org.kalepool.stellar;

import org.kalepool.kale.Address;

/**
 * A transaction has ended. Fired synchronously inside the database transaction that stores the end,
 * exactly once for each transaction: what an observer writes is stored with it or not at all. An
 * observer does no network call and only writes what follows from the event; an exception of it
 * rolls all back, and the end is found again at the next poll.
 *
 * @param id the row in {@code transactions}
 * @param feePayer whose XLM the outcome's fee was taken from: the lane, or the pool account that
 *     wrapped it into a fee bump
 */
public record TransactionSettled(
    long id, TransactionRequest request, Outcome outcome, Address feePayer) {
  /** One that its own lane paid for. */
  public TransactionSettled(long id, TransactionRequest request, Outcome outcome) {
    this(id, request, outcome, request.lane());
  }
}
