package org.kalepool.plant;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Cause;

/**
 * A farmer without a row for a block and without a transaction under way for it.
 *
 * @param percentage of the spendable KALE to stake
 * @param settledLedger a reading of its account from before this ledger is stale
 * @param attempts plants for this block that did not land
 * @param lastTransaction the newest of them
 * @param lastCause why it did not land
 */
record Candidate(
    UUID farmer,
    Address custodial,
    int percentage,
    long settledLedger,
    int attempts,
    @Nullable Long lastTransaction,
    @Nullable Cause lastCause,
    @Nullable String lastDetail) {

  boolean saidAlreadyPlanted() {
    return lastCause != null && Verdict.of(lastCause) == Verdict.READ_PAIL;
  }
}
