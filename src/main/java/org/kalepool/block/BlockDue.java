package org.kalepool.block;

/**
 * The running block has lasted its 300 s, nobody has opened the next one yet: a plant now opens it.
 *
 * @param next the index it will have
 */
public record BlockDue(long next, long ledger) {}
