package org.kalepool.lab.sandbox;

/**
 * A closed ledger.
 *
 * @param sequence its number
 * @param closeTime Unix seconds
 */
record Ledger(long sequence, long closeTime) {}
