package org.kalepool.work.miner;

/**
 * Hashing on the calling thread, as much as it is told to: what a simulation with a stepped clock
 * drives in place of a {@link HashingPool}. The same calls give the same finds.
 */
public final class SteppedHashing {
  private final Search search;

  /** Uses the scalar kernel's single lane or any other; the finds are the same. */
  public SteppedHashing(Kernel kernel, Assignments assignments, Hits hits) {
    this.search = new Search(kernel, assignments, hits, 0);
  }

  /**
   * Hashes until the budget is spent or there is nothing to do.
   *
   * @param budget hashes
   * @return how many were computed
   */
  public long run(long budget) {
    long hashes = 0;
    while (hashes < budget) {
      int step = search.step((int) Math.min(budget - hashes, 1 << 16));
      if (step == 0) {
        break;
      }
      hashes += step;
    }
    return hashes;
  }

  /** Ends it: what it was at is for others. */
  public void leave() {
    search.leave();
  }
}
