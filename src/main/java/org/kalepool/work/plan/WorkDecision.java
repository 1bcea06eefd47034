package org.kalepool.work.plan;

/** What one hashing thread is to do next, by {@link WorkPlan}. */
public sealed interface WorkDecision<F> {
  /**
   * Mine for this farmer until a hash has at least that many leading zero hex digits, then ask
   * again; ask again as well when anything else has changed.
   *
   * @param zeros the target: a hash with more is as welcome
   */
  record Mine<F>(F farmer, int zeros) implements WorkDecision<F> {}

  /** Nothing that could be found would earn anything: rest and save the power. */
  record Done<F>() implements WorkDecision<F> {}
}
