package org.kalepool.pages;

import org.jspecify.annotations.Nullable;

/**
 * How good a farmer's work in a block was, against what the block paid for at most.
 *
 * @param zeros null if no work has landed; so is the gap, ledgers
 */
public record WorkAgainst(
    long index, @Nullable Integer zeros, @Nullable Long gap, long mostZeros, long mostGap) {}
