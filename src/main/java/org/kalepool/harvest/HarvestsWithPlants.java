package org.kalepool.harvest;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.kalepool.batch.VaultHarvests;
import org.kalepool.stellar.Chain;

/** Says which harvests go with a vault's next plant, by the rule that all harvests go by. */
@Singleton
final class HarvestsWithPlants implements VaultHarvests {
  private final HarvestRepository harvests;
  private final Chain chain;

  HarvestsWithPlants(HarvestRepository harvests, Chain chain) {
    this.harvests = harvests;
    this.chain = chain;
  }

  @Override
  public Set<UUID> due(Collection<UUID> farmers, long planted) {
    return harvests.withPlants(farmers, planted, chain.terms().calm());
  }
}
