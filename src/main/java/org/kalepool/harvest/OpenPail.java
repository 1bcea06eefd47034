package org.kalepool.harvest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/**
 * A pail of a closed block that is not settled and has no harvest under way.
 *
 * @param interval after how many blocks it is due: as its farmer wishes, or before, where that pays
 * @param leaving whether the farmer leaves
 * @param plantedLedger the ledger in which it was planted
 * @param workedGap of the best work the pool knows to have landed, null if none
 * @param workedZeros of the same
 * @param blockLiveUntil the last ledger the block lives in, null if the block was never read
 * @param closedLedger a ledger at which the block was seen to be closed: what is read from then on
 *     is final
 * @param settledLedger the newest ledger that changed anything of the farmer's
 * @param attempts harvests that failed
 * @param lastAttempt the ledger of the newest of them, 0 if none
 * @param poor whether the farmer's own account could not pay for the newest of them
 * @param underWay transactions that the farmer's own account has to pay for before this one
 * @param unworkable whether it was not worked because the network did not let it
 */
@RegisterForReflection
record OpenPail(
    UUID farmer,
    UUID pooler,
    Address custodial,
    long block,
    Kale stake,
    int interval,
    boolean leaving,
    long plantedLedger,
    @Nullable Long workedGap,
    @Nullable Long workedZeros,
    @Nullable Long blockLiveUntil,
    long closedLedger,
    long settledLedger,
    int attempts,
    long lastAttempt,
    boolean poor,
    int underWay,
    boolean unworkable) {
  /** The same, due as soon as its block is over. */
  OpenPail early() {
    return new OpenPail(
        farmer,
        pooler,
        custodial,
        block,
        stake,
        0,
        leaving,
        plantedLedger,
        workedGap,
        workedZeros,
        blockLiveUntil,
        closedLedger,
        settledLedger,
        attempts,
        lastAttempt,
        poor,
        underWay,
        unworkable);
  }
}
