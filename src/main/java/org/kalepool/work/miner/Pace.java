package org.kalepool.work.miner;

/**
 * How long a hashing thread's batches are: as many nonces as take some time, since between two of
 * them it looks whether there is something better to do.
 *
 * @param shortest ns; batches that take less are doubled
 * @param longest ns; batches that take more are halved
 * @param smallest nonces, a power of two like those that follow
 * @param first nonces
 * @param largest nonces
 */
record Pace(long shortest, long longest, int smallest, int first, int largest) {
  /** A call costs next to nothing: every thread gives way to a new block within 5 ms. */
  static final Pace CPU = new Pace(1_000_000, 2_500_000, 1 << 10, 1 << 13, 1 << 17);

  private static final long MILLISECOND = 1_000_000;

  /** Of what is bearable a batch takes two fifths at least: doubled it is still bearable. */
  private static final double SHORTEST_SHARE = 0.4;

  /**
   * For a device: a call costs some 50 µs, and the last groups leave part of it idle.
   *
   * @param longestMillis what a batch may take
   */
  static Pace device(int longestMillis) {
    long longest = longestMillis * MILLISECOND;
    return new Pace((long) (longest * SHORTEST_SHARE), longest, 1 << 10, 1 << 16, 1 << 30);
  }

  /** The size of the next batch after a full one that took so long. */
  int next(int batch, long nanos) {
    if (nanos > longest) {
      return slower(batch);
    }
    if (nanos >= shortest) {
      return batch;
    }
    return batch > largest / 2 ? largest : 2 * batch;
  }

  /** The size of the next batch after one that took too long. */
  int slower(int batch) {
    return Math.max(batch / 2, smallest);
  }
}
