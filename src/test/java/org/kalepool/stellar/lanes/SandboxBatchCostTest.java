package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.SharedLedgers;
import org.kalepool.testing.PostgresResource;

/** What works and harvests cost that share a transaction, by the network's rates. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxBatchCostTest extends SandboxBatchFixture {
  private static final Logger LOG = Logger.getLogger(SandboxBatchCostTest.class);

  @Inject SharedLedgers room;

  /** The figures of docs/performance.md, by the network's rates; plants are never batched. */
  @Test
  void aFarmersBlockCostsAtMost77PercentInBatchesOf25() {
    List<Address> farmers = planted(27);
    Address single = farmers.getLast();
    List<Address> together = farmers.subList(1, 26);
    long plant = plantFees.getLast();

    long work =
        landed(request(single, Action.TRUSTLINE, block, work(single, 7).call())).fee().stroops();
    long batchedWork = mean(together.stream().map(farmer -> work(farmer, 7)).toList());
    // what is known then of a ledger that takes 203 by themselves
    assertThat(room.worksTogether().orElseThrow()).isBetween(500, 600);
    nextBlock();
    long harvest =
        landed(request(single, Action.TRUSTLINE, block, harvest(single).call())).fee().stroops();
    long batchedHarvest = mean(together.stream().map(this::harvest).toList());

    long alone = plant + work + harvest;
    long batched = plant + batchedWork + batchedHarvest;
    LOG.infof(
        "stroops: plant %d, work %d, in a batch %d, harvest %d, in a batch %d; %d and %d, %.1f %%",
        plant, work, batchedWork, harvest, batchedHarvest, alone, batched, 100.0 * batched / alone);
    assertThat(batched).isLessThanOrEqualTo(alone * 77 / 100);
  }

  @Test
  void severalPailsOfAFarmerInOneHarvestCostLessThanHalf() {
    List<Address> farmers = planted(1);
    Address farmer = farmers.getFirst();
    List<Deed> pails = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      landed(request(farmer, Action.TRUSTLINE, block, work(farmer, 7).call()));
      pails.add(harvest(farmer));
      sandbox.closeLedger(sandbox.now() + 300);
      landed(plant(farmer, Kale.ZERO));
      step();
      block = chain.farm().farm().index();
    }
    settled.clear();
    Deed first = pails.removeFirst();
    long alone =
        landed(request(farmer, Action.TRUSTLINE, first.block(), first.call())).fee().stroops();

    long id = batch(contract, pails);
    for (int i = 0; i < 100 && of(id).size() < pails.size(); i++) {
      step();
    }
    long together = of(id).stream().mapToLong(end -> end.outcome().fee().stroops()).sum();

    LOG.infof("stroops: a harvest %d, of eleven at once %d", alone, together / pails.size());
    assertThat(of(id)).hasSize(11).allMatch(end -> end.outcome() instanceof Outcome.Landed);
    assertThat(together).isLessThan(alone * pails.size() / 2);
  }

  private long mean(List<Deed> deeds) {
    Map<Address, Outcome> ends = ends(batch(contract, deeds), deeds.size());
    assertThat(ends.values()).allMatch(Outcome.Landed.class::isInstance);
    return ends.values().stream().mapToLong(end -> end.fee().stroops()).sum() / deeds.size();
  }
}
