package org.kalepool.plant;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Cause;

/**
 * A farmer without a row for a block and without a transaction under way for it.
 *
 * @param order of its registration
 * @param percentage of the spendable KALE to stake
 * @param kept of its KALE for a payout that it waits for
 * @param farmWhen the name of a {@link org.kalepool.farmer.FarmWhen}
 * @param shareBasisPoints the pooler's part of a reward now, 1/10 000
 * @param interval blocks after which it wishes its pails to be harvested at the latest
 * @param openPails planted in other blocks and not harvested yet
 * @param staked in these
 * @param settledLedger a reading of its account from before this ledger is stale
 * @param attempts plants for this block that did not land
 * @param charged those of them that failed in a ledger and cost a fee
 * @param lastTransaction the newest of them
 * @param lastCause why it did not land
 */
@RegisterForReflection
record PlantCandidate(
    UUID farmer,
    UUID pooler,
    long order,
    Address custodial,
    int percentage,
    Kale kept,
    String farmWhen,
    int shareBasisPoints,
    int interval,
    int openPails,
    Kale staked,
    long settledLedger,
    int attempts,
    int charged,
    @Nullable Long lastTransaction,
    @Nullable Cause lastCause,
    @Nullable String lastDetail) {

  /**
   * How many tries have been used up. While nobody has opened the block, those that were refused do
   * not count: they cost nothing, and a pool that is alone on a farm has to go on until it opens.
   */
  int spent(boolean opens) {
    return opens ? charged : attempts;
  }

  /** Whether the chain may have a pail that this pool has not seen land. */
  boolean mayBePlanted() {
    return lastCause != null && RetryDecision.of(lastCause).mayHaveLanded();
  }
}
