package org.kalepool.profit;

import java.util.UUID;
import org.kalepool.farmer.FarmWhen;
import org.kalepool.kale.Kale;

/**
 * A farmer that could be planted in a block.
 *
 * @param vault whether its KALE is in a vault, so that its pooler pays the fees
 * @param stake what would be staked
 * @param shareBasisPoints the pooler's part of a reward, 1/10 000
 * @param harvests how it wishes to be harvested
 */
public record ChoiceCandidate(
    UUID farmer,
    UUID pooler,
    FarmWhen when,
    boolean vault,
    Kale stake,
    int shareBasisPoints,
    HarvestTiming.Wish harvests) {}
