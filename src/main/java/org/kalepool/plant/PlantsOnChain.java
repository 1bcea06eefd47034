package org.kalepool.plant;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredPail;

/** Finds plants on the chain of which nobody was told that they landed. */
@Singleton
final class PlantsOnChain {
  private final Chain chain;
  private final Planting planting;
  private final Event<FarmerPlanted> planted;

  PlantsOnChain(Chain chain, Planting planting, Event<FarmerPlanted> planted) {
    this.chain = chain;
    this.planting = planting;
    this.planted = planted;
  }

  /** Records those whose pail the chain has; returns the others. */
  List<PlantCandidate> others(long block, List<PlantCandidate> candidates) {
    List<Address> unsure =
        candidates.stream()
            .filter(PlantCandidate::mayBePlanted)
            .map(PlantCandidate::custodial)
            .toList();
    if (unsure.isEmpty()) {
      return candidates;
    }
    Map<Address, StoredPail> pails = chain.pails(unsure, block);
    List<PlantCandidate> others = new ArrayList<>();
    for (PlantCandidate farmer : candidates) {
      StoredPail pail = farmer.mayBePlanted() ? pails.get(farmer.custodial()) : null;
      if (pail == null) {
        others.add(farmer);
      } else {
        planting.found(farmer, block, pail);
        planted.fire(new FarmerPlanted(farmer.farmer(), block));
      }
    }
    return others;
  }
}
