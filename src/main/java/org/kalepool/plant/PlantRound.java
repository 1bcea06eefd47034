package org.kalepool.plant;

import jakarta.inject.Singleton;
import java.util.List;
import org.kalepool.block.Blocks;
import org.kalepool.stellar.Cause;

/** Plants whoever is to be planted in a block. */
@Singleton
final class PlantRound {
  private final PlantingRepository plantings;
  private final Planting planting;
  private final PlantsOnChain found;
  private final PlantSorting sorting;
  private final PlantRequests requests;
  private final WorkableFarmers workable;
  private final HeldBack heldBack;
  private final PlantSettings settings;

  PlantRound(
      PlantingRepository plantings,
      Planting planting,
      PlantsOnChain found,
      PlantSorting sorting,
      PlantRequests requests,
      WorkableFarmers workable,
      HeldBack heldBack,
      PlantSettings settings) {
    this.plantings = plantings;
    this.planting = planting;
    this.found = found;
    this.sorting = sorting;
    this.requests = requests;
    this.workable = workable;
    this.heldBack = heldBack;
    this.settings = settings;
  }

  /**
   * Asks for the plants of a block.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be read
   */
  void plant(PlantDecision target, Blocks.Current now) {
    List<PlantCandidate> candidates = plantings.candidates(target.block());
    if (candidates.isEmpty()) {
      return;
    }
    List<PlantCandidate> open = found.others(target.block(), candidates);
    PlantSorting.Sorted sorted = sorting.sort(target, open);
    planting.apply(target.block(), List.of(), sorted.over());
    requests.ask(target, workable.of(target, now, sorted.able()), now);
  }

  /** While the farm is paused nobody can be planted, and that is nobody's fault here. */
  void holdForPause(Blocks.Current now) {
    if (now.paused()
        && !now.due()
        && !PlantDecision.isLate(now, settings.latestAge().toSeconds())) {
      plantings
          .candidates(now.index())
          .forEach(
              farmer ->
                  heldBack.hold(now.index(), farmer, Cause.FARM_PAUSED, "the farm is paused"));
    }
  }
}
