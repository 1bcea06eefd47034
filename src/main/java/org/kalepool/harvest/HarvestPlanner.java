package org.kalepool.harvest;

import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Block;
import org.kalepool.kale.CallFailed;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain.StoredBlock;
import org.kalepool.stellar.Chain.StoredPail;

/** Decides on a pail from what the chain has stored. */
final class HarvestPlanner {
  /** In ledgers: a block that lasts longer is told by an operator. */
  private static final long WIDEST_GAP = 1_000;

  /** Nobody finds more. */
  private static final long MOST_ZEROS = 20;

  private final DueRule rule;
  private final OwnerInterference interference;

  HarvestPlanner(DueRule rule, OwnerInterference interference) {
    this.rule = rule;
    this.interference = interference;
  }

  HarvestDecision decide(OpenPail pail, Optional<StoredBlock> block, @Nullable StoredPail stored) {
    if (stored == null) {
      return new HarvestDecision.Missing();
    }
    if (stored.ledger() < pail.closedLedger()) {
      return new HarvestDecision.Wait();
    }
    if (!stored.pail().worked()) {
      return pail.unworkable()
          ? new HarvestDecision.Lost(
              Cause.NEVER_WORKED, "the block was removed before it was worked", false)
          : new HarvestDecision.Lost(
              Cause.NEVER_WORKED, "no work landed before the block closed", true);
    }
    if (!rule.isDue(pail)) {
      return new HarvestDecision.Wait();
    }
    if (block.isEmpty()) {
      return withoutBlock(pail);
    }
    if (block.get().ledger() < pail.closedLedger()) {
      return new HarvestDecision.Wait();
    }
    if (!block.get().block().scorable()) {
      return new HarvestDecision.Lost(
          Cause.BLOCK_INVALID, "the contract cannot score this block", false);
    }
    return new HarvestDecision.Harvest(reward(block.get().block(), stored.pail(), pail.block()));
  }

  /** A block that is gone before its time was removed by the farm's owner; that is found out. */
  private HarvestDecision withoutBlock(OpenPail pail) {
    long end = rule.liveUntil(pail);
    if (rule.ledger() <= end) {
      return interference.vanished(pail.block(), rule.ledger())
          ? new HarvestDecision.Lost(
              Cause.BLOCK_MISSING, "the block was removed before its time", false)
          : new HarvestDecision.Wait();
    }
    Optional<Long> missed = interference.vanishedIn(pail.block());
    if (missed.isPresent()) {
      return new HarvestDecision.Lost(
          Cause.BLOCK_MISSING,
          "the block was removed before its time, missing since ledger " + missed.get(),
          false);
    }
    return interference.neverClosed(pail, end)
        ? new HarvestDecision.Lost(
            Cause.BLOCK_MISSING, "the farm was paused until the block expired", false)
        : new HarvestDecision.Lost(
            Cause.BLOCK_MISSING, "the block expired before the harvest", true);
  }

  /**
   * Whether some work in this block would have earned a pail exactly this, to the stroop.
   *
   * @param beyondStake what came with its harvest beyond the stake
   */
  static boolean couldEarn(Block block, OpenPail pail, Kale beyondStake) {
    if (!block.scorable()) {
      return false;
    }
    BigInteger stake = BigInteger.valueOf(pail.stake().stroops());
    long widest = Math.min(pail.closedLedger() - pail.plantedLedger(), WIDEST_GAP);
    for (long gap = 0; gap <= widest; gap++) {
      for (long zeros = 0; zeros <= MOST_ZEROS; zeros++) {
        Pail worked = new Pail(pail.plantedLedger(), gap, stake, zeros);
        if (beyondStake.equals(reward(block, worked, pail.block()))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Null where the contract would trap or the amount does not fit an account. */
  static @Nullable Kale reward(Block block, Pail pail, long index) {
    try {
      BigInteger reward = Reward.of(block, pail, index);
      return reward.bitLength() < 64 ? Kale.ofStroops(reward.longValueExact()) : null;
    } catch (CallFailed e) {
      // The contract's own refusal, which the harvest will meet and name.
      return null;
    }
  }
}
