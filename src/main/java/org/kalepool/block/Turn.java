package org.kalepool.block;

/**
 * Whose turn it is where not everybody can be the first: another order in each block, always the
 * same for the same block, so that nobody is the last in every block.
 */
public final class Turn {
  private Turn() {}

  /**
   * A place in the block's order; the lowest is the first.
   *
   * @param block the block's index
   * @param order the farmer's, of its registration
   */
  public static long of(long block, long order) {
    long mixed = (order + block * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 29) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 32;
  }
}
