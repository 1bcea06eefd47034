package org.kalepool.stellar;

/**
 * The end of a transaction is about to be stored. Fired inside the database transaction that stores
 * it, before that has locked anything: for observers that lock what others lock first.
 */
public record TransactionEnding(TransactionRequest request) {}
