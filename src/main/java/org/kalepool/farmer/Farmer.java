package org.kalepool.farmer;

import java.util.UUID;
import org.kalepool.kale.Address;

/**
 * A farmer as the stages see one.
 *
 * @param custodial the account the pool holds the key of
 * @param payout where everything goes at the end
 * @param stakePercentage 0 to 100, of the spendable KALE
 * @param harvestInterval after how many blocks a pail is harvested, 1 to 250
 */
public record Farmer(
    UUID id,
    UUID pooler,
    Address custodial,
    Address payout,
    FarmerState state,
    int stakePercentage,
    int harvestInterval) {}
