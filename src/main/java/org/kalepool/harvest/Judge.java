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
final class Judge {
  private final DueRule rule;

  Judge(DueRule rule) {
    this.rule = rule;
  }

  Fate judge(OpenPail pail, Optional<StoredBlock> block, @Nullable StoredPail stored) {
    if (stored == null) {
      return new Fate.Missing();
    }
    if (stored.ledger() < pail.closedLedger()) {
      return new Fate.Wait();
    }
    if (!stored.pail().worked()) {
      return new Fate.Lost(Cause.NEVER_WORKED, "no work landed before the block closed", true);
    }
    if (!rule.isDue(pail)) {
      return new Fate.Wait();
    }
    if (block.isEmpty()) {
      return rule.ledger() > rule.liveUntil(pail)
          ? new Fate.Lost(Cause.BLOCK_MISSING, "the block expired before the harvest", true)
          : new Fate.Wait();
    }
    if (block.get().ledger() < pail.closedLedger()) {
      return new Fate.Wait();
    }
    if (!block.get().block().scorable()) {
      return new Fate.Lost(Cause.BLOCK_INVALID, "the contract cannot score this block", false);
    }
    return new Fate.Harvest(reward(block.get().block(), stored.pail(), pail.block()));
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
