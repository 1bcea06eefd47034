package org.kalepool.block;

/**
 * A new block was seen to have opened, and is in {@code block_operations}.
 *
 * @param openedAt its timestamp, Unix seconds of network time
 * @param ledger the ledger at which it was seen
 */
public record BlockOpened(long index, long openedAt, long ledger) {}
