package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.kalepool.profit.Choices;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;

/** Tells who can be planted, who is not worth it now, and for whom it is over. */
@Singleton
final class PlantSorting {
  private final HeldBack heldBack;
  private final Choices choices;
  private final PlantFailures failures;
  private final Chain chain;
  private final PlantSettings settings;

  PlantSorting(
      HeldBack heldBack,
      Choices choices,
      PlantFailures failures,
      Chain chain,
      PlantSettings settings) {
    this.heldBack = heldBack;
    this.choices = choices;
    this.failures = failures;
    this.chain = chain;
    this.settings = settings;
  }

  /**
   * What was found.
   *
   * @param able who may be planted now
   * @param over who cannot be planted in this block any more, and why
   */
  record Sorted(List<PlantCandidate> able, List<Failure> over) {}

  /**
   * Sorts those without a pail.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be read
   */
  Sorted sort(PlantDecision target, List<PlantCandidate> open) {
    List<Failure> over = new ArrayList<>();
    List<PlantCandidate> able = new ArrayList<>();
    boolean decided = !target.opens() && !choices.looksBetter(target.block(), chain.terms());
    for (PlantCandidate farmer : open) {
      if (decided && heldBack.doesNotPay(target.block(), farmer.farmer())) {
        // while the block was due or young, at the same price and fees: there is only less of it
        continue;
      }
      boolean spent = farmer.spent(target.opens()) >= settings.maxAttempts();
      Cause cause = farmer.lastCause();
      if (cause != null && !farmer.mayBePlanted() && (spent || isOver(cause))) {
        over.add(failures.whyNot(target.block(), farmer));
      } else if (!spent) {
        able.add(farmer);
      }
      // A pail that may be there and cannot be seen is a lagging node's: judged after the block.
    }
    return new Sorted(able, over);
  }

  private static boolean isOver(Cause cause) {
    return RetryDecision.of(cause) == RetryDecision.OVER;
  }
}
