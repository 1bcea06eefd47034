package org.kalepool.work.plan;

import java.math.BigInteger;
import java.util.List;

/**
 * One farmer's work in the running block, as far as {@link SubmissionPlan} has to know it.
 *
 * @param plantedLedger the pail's sequence
 * @param stake the pail's, stroops
 * @param found zeros of the hashes in hand, each number once, ascending; those a miner passes on
 *     the way to a better one belong to it
 * @param landedZeros zeros of the work that counts on the chain, −1 for none
 * @param landedGap its gap
 * @param flyingZeros zeros of the best work that was sent and may still land, −1 for none
 * @param flyingSince newest ledger known when that one was sent
 * @param sends how many works have been sent in this block
 * @param wave how many ledgers before the best time the farmer's turn is, because the ledgers would
 *     not take all at once; see {@link #wave(int, int)}
 */
public record WorkState(
    long plantedLedger,
    BigInteger stake,
    List<Integer> found,
    int landedZeros,
    long landedGap,
    int flyingZeros,
    long flyingSince,
    int sends,
    int wave) {
  /**
   * @throws IllegalArgumentException if the zeros are not ascending
   */
  public WorkState {
    found = List.copyOf(found);
    for (int i = 1; i < found.size(); i++) {
      if (found.get(i) <= found.get(i - 1)) {
        throw new IllegalArgumentException("zeros in hand must ascend: " + found);
      }
    }
  }

  /** A farmer for whom nothing has been sent yet. */
  public static WorkState planted(long plantedLedger, BigInteger stake, List<Integer> found) {
    return new WorkState(plantedLedger, stake, found, -1, 0, -1, 0, 0, 0);
  }

  /** The wave of the farmer at this place, 0 being the one that is sent last. */
  public static int wave(int place, int worksPerLedger) {
    return place / worksPerLedger;
  }

  /** Zeros of the best hash in hand, −1 for none. */
  public int best() {
    return found.isEmpty() ? -1 : found.getLast();
  }

  /** Zeros of the best hash that leaves a better one for later, −1 for none. */
  public int kept() {
    return found.size() < 2 ? -1 : found.get(found.size() - 2);
  }

  /** Zeros of the best work that counts already or may come to count, −1 for none. */
  public int sent() {
    return Math.max(landedZeros, flyingZeros);
  }

  public boolean staked() {
    return stake.signum() > 0;
  }
}
