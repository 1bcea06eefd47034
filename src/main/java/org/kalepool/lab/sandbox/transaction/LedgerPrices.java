package org.kalepool.lab.sandbox.transaction;

/**
 * What others paid in a ledger.
 *
 * @param call for an operation of a contract call, stroops
 * @param classic for any other operation, stroops
 * @param others how many calls of others there were in it, and as many of the other kind
 */
public record LedgerPrices(long call, long classic, int others) {}
