package org.kalepool.work.plan;

/**
 * What {@link WorkPlan} has to know about one farmer of the block.
 *
 * @param farmer the caller's name for the farmer
 * @param order a number that stays the farmer's own, such as its database id; breaks ties
 * @param level zeros of the best hash that can still be sent or that already counts on the chain,
 *     −1 for none. A refused submission puts the farmer back: the caller lowers the level to what
 *     is left, and the plan picks the farmer again. If somebody else's work counts on the chain,
 *     the level is at least that work's zeros
 * @param lead precedence: by how many zeros the farmer may be ahead of the others, 0 for none. A
 *     farmer whose zeros are worth {@code w} times the others' has a lead of log16(w), so that a
 *     small lead wins ties only and a lead of 1 buys one zero more than the others have
 * @param threads how many hashing threads mine for the farmer at this moment
 * @param minable false while the farmer must not be mined: not planted, gone, or too late to send
 */
public record Candidate<F>(
    F farmer, long order, int level, double lead, int threads, boolean minable) {
  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public Candidate {
    if (level < -1 || level > 64) {
      throw new IllegalArgumentException("a level is -1 (no hash) to 64 zeros, not " + level);
    }
    if (!(lead >= 0 && lead <= 64)) {
      throw new IllegalArgumentException("a lead is 0 to 64 zeros, not " + lead);
    }
    if (threads < 0) {
      throw new IllegalArgumentException("a number of threads cannot be " + threads);
    }
  }

  /** A farmer without precedence for whom no thread works yet. */
  public static <F> Candidate<F> of(F farmer, long order, int level) {
    return new Candidate<>(farmer, order, level, 0, 0, true);
  }
}
