package org.kalepool.pages;

import org.jspecify.annotations.Nullable;
import org.kalepool.block.KnownBlocks;

/**
 * The running block as it goes for a farmer.
 *
 * @param live null before the network was seen
 * @param mine what was done for the farmer in it, null if nothing yet
 * @param active whether the farmer is planted in every block
 * @param first whether it is, and never was yet
 * @param most what the block pays for at most, null if that is not known
 */
public record FarmNow(
    @Nullable LiveBlock live,
    @Nullable FarmRow mine,
    boolean active,
    boolean first,
    KnownBlocks.@Nullable Most most) {}
