package org.kalepool.plant;

import jakarta.inject.Singleton;
import org.kalepool.profit.Choices;
import org.kalepool.stellar.Cause;

/** Why somebody is not planted in a block. */
@Singleton
final class PlantFailures {
  private final HeldBack heldBack;
  private final Choices choices;

  PlantFailures(HeldBack heldBack, Choices choices) {
    this.heldBack = heldBack;
    this.choices = choices;
  }

  /** What its last attempt died of; where there was none, what held it back. */
  Failure whyNot(long block, PlantCandidate farmer) {
    Cause cause = farmer.lastCause();
    if (cause != null) {
      return new Failure(farmer.farmer(), cause, farmer.lastDetail(), farmer.lastTransaction());
    }
    return heldBack
        .reason(block, farmer.farmer())
        .or(() -> choices.skipped(block, farmer.farmer()).map(why -> skipped(farmer, why)))
        .orElseGet(() -> new Failure(farmer.farmer(), Cause.BLOCK_CLOSED, null, null));
  }

  private static Failure skipped(PlantCandidate farmer, String why) {
    return new Failure(farmer.farmer(), Cause.NOT_PAYING, why, null);
  }
}
