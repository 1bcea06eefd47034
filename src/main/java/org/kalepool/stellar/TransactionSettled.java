package org.kalepool.stellar;

/**
 * A transaction has ended. Fired synchronously inside the database transaction that stores the end,
 * exactly once for each transaction: what an observer writes is stored with it or not at all. An
 * observer does no network call and only writes what follows from the event; an exception of it
 * rolls all back, and the end is found again at the next poll.
 *
 * @param id the row in {@code transactions}
 */
public record TransactionSettled(long id, TransactionRequest request, Outcome outcome) {}
