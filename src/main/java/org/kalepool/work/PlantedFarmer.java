package org.kalepool.work;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.kalepool.kale.Address;

/**
 * A farmer planted in a block, and how far its work is.
 *
 * @param order its registration's number
 * @param stake stroops
 * @param plantedLedger the pail's sequence
 * @param landedZeros of the work that counts on the chain, −1 for none
 * @param flyingZeros of the work that may still land, −1 for none
 * @param flyingSince newest ledger known when that was asked for
 * @param sends works that landed or may still land
 * @param poor whether the farmer's own account could not pay for its last work
 * @param unclear whether the network said that a work as good had been credited, and it was not
 *     this pool's
 */
@RegisterForReflection
public record PlantedFarmer(
    UUID farmer,
    UUID pooler,
    long order,
    Address custodial,
    long stake,
    long plantedLedger,
    int landedZeros,
    long landedGap,
    int flyingZeros,
    long flyingSince,
    int sends,
    boolean poor,
    boolean unclear) {}
