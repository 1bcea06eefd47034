package org.kalepool.kale;

/**
 * The ledger a call is applied in.
 *
 * @param ledger its sequence number, unsigned 32-bit
 * @param time its close time, Unix seconds
 */
public record Moment(long ledger, long time) {}
