package org.kalepool.profit;

import java.util.Optional;
import org.kalepool.farmer.FarmWhen;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;

/**
 * All that it takes to decide whether a farmer is planted in a block.
 *
 * @param vault whether the farmer's KALE is in a vault: the pooler pays the fees then
 * @param price of KALE; empty where there is none
 * @param stake what would be staked
 * @param rewardStaked what is expected with that stake
 * @param rewardUnstaked what is expected without one
 * @param shareBasisPoints the pooler's part of a reward, 1/10 000
 * @param lossRisk the chance that a stake is lost
 */
public record FarmInputs(
    FarmWhen when,
    boolean vault,
    Optional<Price> price,
    Kale stake,
    Kale rewardStaked,
    Kale rewardUnstaked,
    int shareBasisPoints,
    double lossRisk,
    FarmCosts costs) {}
