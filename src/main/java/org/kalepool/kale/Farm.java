package org.kalepool.kale;

/**
 * The contract's instance storage: what one ledger entry tells about the running game.
 *
 * @param homesteader who may pause the farm
 * @param asset the asset contract that burns and mints
 * @param index {@code FarmIndex}, the running block's index, unsigned 32-bit
 * @param observed {@code FarmBlock}: its timestamp is when the running block opened, its ranges
 *     what the running block has seen so far
 * @param paused whether planting is refused
 */
public record Farm(Address homesteader, Address asset, long index, Block observed, boolean paused) {
  Farm with(long newIndex, Block newObserved) {
    return new Farm(homesteader, asset, newIndex, newObserved, paused);
  }

  Farm withPaused(boolean newPaused) {
    return new Farm(homesteader, asset, index, observed, newPaused);
  }
}
