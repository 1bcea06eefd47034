package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.stellar.Cause;

/** What can still come of a farmer for whom nothing is under way. */
@Singleton
public final class PlantOutlook {
  private static final Reason LATE =
      new Reason(Cause.BLOCK_CLOSED, "it is too late in the block to plant");

  private final HeldBack heldBack;
  private final PlantSettings settings;

  PlantOutlook(HeldBack heldBack, PlantSettings settings) {
    this.heldBack = heldBack;
    this.settings = settings;
  }

  /** Why it is not planted now; such a reason may pass. */
  public record Reason(Cause cause, @Nullable String detail) {}

  /**
   * Why a farmer is not planted in a block now; empty if it is to be, or was, or another process
   * farms and knows.
   *
   * @param block the running one or the next
   */
  public Optional<Reason> of(Current now, long block, UUID farmer) {
    if (block == now.index()
        && (now.due() || PlantDecision.isLate(now, settings.latestAge().toSeconds()))) {
      return Optional.of(LATE);
    }
    return heldBack.reason(block, farmer).map(held -> new Reason(held.cause(), held.detail()));
  }
}
