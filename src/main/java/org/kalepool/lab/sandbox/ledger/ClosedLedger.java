package org.kalepool.lab.sandbox.ledger;

import java.util.List;
import org.kalepool.kale.Hash;

/**
 * A closed ledger with what is in it.
 *
 * @param header LedgerHeader, base64
 * @param hash of the header
 * @param baseFee what an operation was charged, stroops
 */
public record ClosedLedger(
    Ledger ledger, Hash hash, String header, long baseFee, List<TxRecord> transactions) {}
