package org.kalepool.harvest;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.kalepool.block.FarmPauses;

/** What the farm's owner did to pails, so that the pooler is not held to it. */
@Singleton
class OwnerInterference {
  /**
   * Ledgers that one who opens the next block and harvests in it may take: who could not begin
   * before there were fewer left had no chance.
   */
  private static final long SHORTEST_CHANCE = 60;

  /** Ledgers for which a block has to be missing; one answer may be wrong. */
  private static final long BELIEVED_AFTER = 60;

  private final VanishedBlockRepository blocks;
  private final FarmPauses pauses;

  OwnerInterference(VanishedBlockRepository blocks, FarmPauses pauses) {
    this.blocks = blocks;
    this.pauses = pauses;
  }

  /**
   * Whether the pail could not be harvested up to its end because the farm was paused: its block
   * had not closed by then, and nobody could plant, which alone closes it.
   *
   * @param liveUntil the last ledger in which pail and block lived
   */
  boolean neverClosed(OpenPail pail, long liveUntil) {
    return pail.closedLedger() > liveUntil && pauses.any(liveUntil - SHORTEST_CHANCE, liveUntil);
  }

  /**
   * Notes that a block is missing before its time.
   *
   * @return whether it has been for so long that it will not come back
   */
  boolean vanished(long block, long ledger) {
    blocks.missed(block, ledger);
    return vanishedIn(block).filter(first -> first + BELIEVED_AFTER <= ledger).isPresent();
  }

  /** The ledger in which a block was first missed before its time. */
  Optional<Long> vanishedIn(long block) {
    return blocks.missedIn(block);
  }

  /** Notes that a block is there. */
  void seen(long block) {
    blocks.seen(block);
  }
}
