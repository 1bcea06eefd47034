package org.kalepool.plant;

import java.math.BigInteger;
import java.util.Optional;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.GameRules;

/**
 * The block that a plant sent now is for.
 *
 * @param opens whether such a plant opens it
 * @param notAfter the last close time, Unix seconds, of a ledger in which it cannot be but this
 *     block
 */
record PlantDecision(long block, boolean opens, long notAfter) {
  /**
   * Empty while the farm is paused, and in the running block when there is too little of it left to
   * work a pail.
   *
   * @param latestAge seconds after the opening
   */
  static Optional<PlantDecision> of(Current now, long latestAge) {
    if (now.paused()) {
      return Optional.empty();
    }
    long end = now.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS;
    if (now.due()) {
      // The next block is not open yet, so it lasts this long at least.
      long earliest = Math.max(end, now.closeTime());
      long notAfter = earliest + GameRules.BLOCK_INTERVAL_SECONDS - 1;
      return Optional.of(new PlantDecision(now.index() + 1, true, notAfter));
    }
    return isLate(now, latestAge)
        ? Optional.empty()
        : Optional.of(new PlantDecision(now.index(), false, end - 1));
  }

  /**
   * The next block, while the running one is not due but will be with the next ledger. The plant
   * declares nothing of the running one, so it cannot be in that.
   */
  static PlantDecision early(Current now) {
    long end = now.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS;
    return new PlantDecision(now.index() + 1, true, end + GameRules.BLOCK_INTERVAL_SECONDS - 1);
  }

  /** Whether nobody is planted in the running block any more. */
  static boolean isLate(Current now, long latestAge) {
    return now.closeTime() - now.openedAt() > latestAge;
  }

  /**
   * The highest stake that earns something. A block whose highest is 0 gives no measure: it is the
   * farm's first, or nobody staked in the one before; nobody would ever stake again if it were one.
   *
   * @param maxStake the block's, stroops
   */
  static BigInteger cap(BigInteger maxStake) {
    return maxStake.signum() > 0 ? maxStake : BigInteger.valueOf(Long.MAX_VALUE);
  }
}
