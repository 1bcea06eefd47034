package org.kalepool.plant;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks;
import org.kalepool.block.KnownBlocks;
import org.kalepool.block.KnownBlocks.Unplanted;

/** Ends the planting of blocks, with a cause for everybody who is not planted. */
@Singleton
final class PlantingEnd {
  private static final Logger LOG = Logger.getLogger(PlantingEnd.class);

  private final KnownBlocks known;
  private final PlantingRepository plantings;
  private final Planting planting;
  private final PlantsOnChain found;
  private final PlantFailures whyNot;
  private final PlantSettings settings;
  private final Event<PlantingFinished> ended;
  private final Latecomers latecomers = new Latecomers();

  PlantingEnd(
      KnownBlocks known,
      PlantingRepository plantings,
      Planting planting,
      PlantsOnChain found,
      PlantFailures whyNot,
      PlantSettings settings,
      Event<PlantingFinished> ended) {
    this.known = known;
    this.plantings = plantings;
    this.planting = planting;
    this.found = found;
    this.whyNot = whyNot;
    this.settings = settings;
    this.ended = ended;
  }

  /** Gives up whoever cannot be planted any more, and closes the planting of blocks. */
  void finish(Blocks.Current now) {
    boolean late = now.due() || PlantDecision.isLate(now, settings.latestAge().toSeconds());
    boolean all = latecomers.due(now.index(), now.ledger());
    for (Unplanted block : known.unplanted(now.index())) {
      if (block.finished() && !all) {
        continue;
      }
      if (block.index() < now.index() || late) {
        giveUp(block, block.index() < now.index() - 1);
      }
      if (!block.finished() && finished(block)) {
        LOG.infof("planting of block %d finished", block.index());
        ended.fire(new PlantingFinished(block.index()));
      }
    }
  }

  /**
   * @return whether this call noted it
   */
  private boolean finished(Unplanted block) {
    return plantings
        .finished(block)
        .filter(plants -> known.planted(block.index(), plants))
        .isPresent();
  }

  /**
   * @param settled whether no node can lag so far that it does not know the block's pails yet
   */
  private void giveUp(Unplanted block, boolean settled) {
    List<PlantCandidate> left = plantings.leftOver(block);
    if (left.isEmpty()) {
      return;
    }
    List<Failure> failures = new ArrayList<>();
    for (PlantCandidate farmer : found.others(block.index(), left)) {
      if (settled || !farmer.mayBePlanted()) {
        failures.add(whyNot.whyNot(block.index(), farmer));
      }
    }
    planting.apply(block.index(), List.of(), failures);
  }
}
