package org.kalepool.pages;

import org.jspecify.annotations.Nullable;

/**
 * The running block as it goes for a farmer.
 *
 * @param live null before the network was seen
 * @param mine what was done for the farmer in it, null if nothing yet
 * @param active whether the farmer is planted in every block
 */
public record FarmNow(@Nullable LiveBlock live, @Nullable FarmRow mine, boolean active) {}
