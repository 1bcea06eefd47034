package org.kalepool.stellar;

/**
 * The end of a transaction, or of some of its deeds, is about to be stored. Fired inside the
 * database transaction that stores it, before that has locked anything: for observers that lock
 * what others lock first.
 *
 * @param request with all of its deeds that have not ended before
 */
public record TransactionEnding(TransactionRequest request) {}
