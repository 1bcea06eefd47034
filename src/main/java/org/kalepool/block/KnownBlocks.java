package org.kalepool.block;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Block;

/**
 * What is stored of the blocks, for the stages that work through them and note how far they are.
 */
public interface KnownBlocks {
  /** A block's limits and entropy; empty while the monitor has not stored them. */
  Optional<Block> limits(long index);

  /**
   * Blocks up to this one whose planting is not finished, in their order; the last few always, for
   * those who came late.
   */
  List<Unplanted> unplanted(long upTo);

  /** Blocks before this one whose work is not finished, in their order. */
  List<Long> unworked(long before);

  /**
   * Notes that a block's planting is finished.
   *
   * @return false if that was noted before, or the block has no row
   */
  boolean planted(long index, Plants plants);

  /**
   * Notes that a block's work is finished.
   *
   * @return false if that was noted before, or the block has no row
   */
  boolean worked(long index);

  /** When the newest blocks opened, the oldest first. */
  List<Opening> openings(int newest);

  /** What these blocks pay for at most; those of which that is not known are not in it. */
  List<Most> most(Collection<Long> blocks);

  /**
   * The most that a block pays for, as it was seen in the block before.
   *
   * @param zeros leading zeros of a work's hash
   * @param gap ledgers between a pail's plant and its work
   */
  @RegisterForReflection
  record Most(long index, long zeros, long gap) {}

  /**
   * A block in which somebody may have to be given up.
   *
   * @param openedTime Unix seconds
   * @param plantedAt when its planting was seen to be finished, null if it is not
   * @param closedAt when it was seen to be over, null if it is not
   */
  @RegisterForReflection
  record Unplanted(
      long index,
      long openedTime,
      Instant seenAt,
      @Nullable Instant plantedAt,
      @Nullable Instant closedAt) {
    /** Whether its planting is known to be finished. */
    public boolean finished() {
      return plantedAt != null;
    }

    /** Whether it is known to be over. */
    public boolean closed() {
      return closedAt != null;
    }
  }

  /**
   * In which ledgers the first and the last plant of a block were sent; null if there was none.
   *
   * @param openedLedger the ledger of the plant that opened it, null if none of this pool's did
   */
  @RegisterForReflection
  record Plants(
      @Nullable Long firstLedger, @Nullable Long lastLedger, @Nullable Long openedLedger) {}

  /**
   * When a block was opened.
   *
   * @param openedTime Unix seconds
   * @param openedLedger null if that was not seen
   */
  @RegisterForReflection
  record Opening(long index, long openedTime, @Nullable Long openedLedger) {}
}
