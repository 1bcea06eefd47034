package org.kalepool.block;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Block;

/** What is stored of the blocks, for the stages that work through them. */
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

  /** When the newest blocks opened, the oldest first. */
  List<Opening> openings(int newest);

  /**
   * A block in which somebody may have to be given up.
   *
   * @param plantedAt when its planting was seen to be finished, null if it is not
   */
  @RegisterForReflection
  record Unplanted(long index, Instant seenAt, @Nullable Instant plantedAt) {
    /** Whether its planting is known to be finished. */
    public boolean finished() {
      return plantedAt != null;
    }
  }

  /**
   * @param openedTime Unix seconds
   * @param openedLedger null if that was not seen
   */
  @RegisterForReflection
  record Opening(long index, long openedTime, @Nullable Long openedLedger) {}
}
