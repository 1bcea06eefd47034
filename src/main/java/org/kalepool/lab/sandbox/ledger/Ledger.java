package org.kalepool.lab.sandbox.ledger;

/**
 * A closed ledger.
 *
 * @param sequence its number
 * @param closeTime Unix seconds
 */
public record Ledger(long sequence, long closeTime) {}
