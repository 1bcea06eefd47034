package org.kalepool.work.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@link SubmissionPlan} says to do for one farmer now. */
public sealed interface SubmissionDecision {
  /**
   * Not yet: ask again at this time, with the next ledger, and whenever a hash is found or a send
   * ends, whichever comes first.
   *
   * @param then what is to be sent then, as it looks now; null if that is not weighed yet, or must
   *     not be earlier
   * @param ledgers how many ledgers too early it would be now
   */
  record Wait(Instant until, @Nullable SubmissionDecision then, int ledgers)
      implements SubmissionDecision {
    /** For nothing but the time. */
    public Wait(Instant until) {
      this(until, null, 0);
    }
  }

  /**
   * Send the hash with this many zeros; a better one is kept back for the final work. Either the
   * insurance of a stake or the first of two sends near the end.
   */
  record SendInsurance(int zeros) implements SubmissionDecision {}

  /** Send the best hash, the one with this many zeros. */
  record SendFinal(int zeros) implements SubmissionDecision {}

  /** There is nothing to send that would earn its fee; a better hash may change that. */
  record Nothing() implements SubmissionDecision {}
}
