package org.kalepool.stellar;

/**
 * The end of a transaction is about to be stored. Fired inside the database transaction that stores
 * it, for each deed, before that has locked anything: for observers that lock what others lock
 * first.
 *
 * @param request the deed's own
 */
public record TransactionEnding(TransactionRequest request) {}
