package org.kalepool.block;

/** A newer ledger was seen. Fired at most once a ledger, never going back; some may be skipped. */
public record LedgerClosed(long sequence, long closeTime) {}
