package org.kalepool.sandbox;

/**
 * A closed ledger.
 *
 * @param sequence its number
 * @param closeTime Unix seconds
 */
record Ledger(long sequence, long closeTime) {}
