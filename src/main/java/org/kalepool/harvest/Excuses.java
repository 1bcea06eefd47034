package org.kalepool.harvest;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.kalepool.block.FarmPauses;
import org.kalepool.db.Db;

/** What the farm's owner did to pails, so that the pooler is not held to it. */
@Singleton
class Excuses {
  /**
   * Ledgers that one who opens the next block and harvests in it may take: who could not begin
   * before there were fewer left had no chance.
   */
  private static final long SHORTEST_CHANCE = 60;

  /** Ledgers for which a block has to be missing; one answer may be wrong. */
  private static final long BELIEVED_AFTER = 60;

  private final Db db;
  private final Clock clock;
  private final FarmPauses pauses;

  Excuses(Db db, Clock clock, FarmPauses pauses) {
    this.db = db;
    this.clock = clock;
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
    db.update(
        "insert into vanished_blocks (block_index, seen_ledger, at) values (?, ?, ?)"
            + " on conflict do nothing",
        block,
        ledger,
        clock.instant());
    return vanishedIn(block).filter(first -> first + BELIEVED_AFTER <= ledger).isPresent();
  }

  /** The ledger in which a block was first missed before its time. */
  Optional<Long> vanishedIn(long block) {
    return db.one(
        "select seen_ledger from vanished_blocks where block_index = ?",
        row -> row.getLong(1),
        block);
  }

  /** Notes that a block is there. */
  void seen(long block) {
    db.update("delete from vanished_blocks where block_index = ?", block);
  }
}
