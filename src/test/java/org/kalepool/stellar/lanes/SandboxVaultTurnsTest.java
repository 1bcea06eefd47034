package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;
import org.kalepool.testing.PostgresResource;

/** What one call does for vaults that are harvested and planted together. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxVaultTurnsTest extends SandboxVaultsFixture {
  private static final Kale STAKE = Kale.parse("10");

  @Test
  void aTurnThatOpensTheBlockHarvestsTheOneBeforeAndPlantsForEachVault() {
    List<Address> vaults = vaults(3);
    long before = farmed(vaults, STAKE);
    long block = blockIsDue();
    Xlm purse = sandbox.lumens(channel).orElseThrow();

    long id = batch(turns(before, true), turn(vaults, before, block, STAKE));
    settled.refuseNext = true; // its end cannot be stored at first, and is told again
    ended(id, 6);
    assertThat(settled.refuseNext).isFalse();

    Xlm fees = Xlm.ZERO;
    for (Address vault : vaults) {
      Outcome.Landed harvest = (Outcome.Landed) end(id, Action.HARVEST, vault);
      Outcome.Landed plant = (Outcome.Landed) end(id, Action.PLANT, vault);
      assertThat(plant.block()).isEqualTo(block);
      assertThat(harvest.transaction()).isEqualTo(plant.transaction());
      assertThat(harvest.rewarded()).isNotNull().matches(Kale::isPositive);
      assertThat(sandbox.pail(vault, before)).isEmpty();
      assertThat(sandbox.pail(vault, block)).isPresent();
      fees = fees.plus(harvest.fee()).plus(plant.fee());
    }
    assertThat(sandbox.lumens(channel)).contains(purse.minus(fees));
  }

  @Test
  void aTurnOfAnOpenBlockHarvestsOnlyForThoseForWhomThatIsWanted() {
    List<Address> vaults = vaults(3);
    long before = farmed(vaults.subList(0, 2), STAKE);
    long block = blockIsDue();
    ends(batch(plants(), List.of(plant(vaults.get(2), block, STAKE))), 1);
    settled.clear();

    List<Deed> deeds = new ArrayList<>(turn(vaults.subList(1, 2), before, block, STAKE));
    deeds.add(plant(vaults.getFirst(), block, STAKE));
    long id = batch(turns(before, false), deeds);
    ended(id, 3);

    assertThat(of(id)).allMatch(end -> end.outcome() instanceof Outcome.Landed);
    assertThat(sandbox.pail(vaults.get(1), before)).isEmpty();
    assertThat(sandbox.pail(vaults.getFirst(), block)).isPresent();
  }

  @Test
  void ofATurnOnlyWhatWouldFailIsLeftOut() {
    List<Address> vaults = vaults(4);
    Address stopped = vaults.getFirst();
    Address idle = vaults.get(1);
    long before = farmed(List.of(stopped, vaults.get(2), vaults.get(3)), STAKE);
    Deed stop = new Deed(Action.STOP, null, null, new Call.Stop(stopped));
    ends(batch(new Call.StopMany(pool, operator, List.of()), List.of(stop)), 1);
    settled.clear();
    long block = blockIsDue();

    long id = batch(turns(before, true), turn(vaults, before, block, STAKE));
    ended(id, 8);

    assertThat(cause(end(id, Action.PLANT, stopped))).isEqualTo(Cause.VAULT_STOPPED);
    assertThat(cause(end(id, Action.HARVEST, stopped))).isEqualTo(Cause.BATCH_FAILED);
    assertThat(end(id, Action.HARVEST, stopped)).isInstanceOf(Outcome.Refused.class);
    assertThat(cause(end(id, Action.HARVEST, idle))).isEqualTo(Cause.PAIL_MISSING);
    assertThat(end(id, Action.PLANT, idle)).isInstanceOf(Outcome.Landed.class);
    for (Address vault : vaults.subList(2, 4)) {
      assertThat(end(id, Action.HARVEST, vault)).isInstanceOf(Outcome.Landed.class);
      assertThat(end(id, Action.PLANT, vault)).isInstanceOf(Outcome.Landed.class);
    }
    assertThat(sandbox.pail(stopped, before)).isPresent();
  }

  @Test
  void aTurnThatWasMadeBeforeSomebodyElseOpenedTheBlockLandsAsWell() {
    List<Address> vaults = vaults(3);
    long before = farmed(vaults, STAKE);
    long block = blockIsDue();
    Address first = vaults.getFirst();
    Address other = channel;
    channel = account();

    // both are simulated before either lands
    long alone = batch(plants(), List.of(plant(vaults.get(2), block, STAKE)));
    channel = other;
    long id = batch(turns(before, true), turn(List.of(first, vaults.get(1)), before, block, STAKE));
    ended(id, 4);
    ended(alone, 1);

    assertThat(of(id)).allMatch(end -> end.outcome() instanceof Outcome.Landed);
    assertThat(sandbox.pail(first, before)).isEmpty();
    assertThat(sandbox.pail(first, block)).isPresent();
  }

  @Test
  void whatOfATurnFailsOnlyInTheLedgerLeavesTheOtherDeedsAlone() {
    List<Address> vaults = vaults(3);
    long before = farmed(vaults, STAKE);
    long block = blockIsDue();
    ends(batch(plants(), List.of(plant(vaults.get(2), block, STAKE))), 1);
    settled.clear();
    Address twice = vaults.getFirst();
    Address other = channel;
    channel = account();

    long alone = batch(plants(), List.of(plant(twice, block, STAKE)));
    channel = other;
    long id =
        batch(turns(before, false), turn(List.of(twice, vaults.get(1)), before, block, STAKE));
    ended(id, 4);
    ended(alone, 1);

    assertThat(end(id, Action.HARVEST, twice)).isInstanceOf(Outcome.Landed.class);
    List<Outcome> plants = List.of(end(id, Action.PLANT, twice), end(alone, Action.PLANT, twice));
    assertThat(plants).filteredOn(Outcome.Landed.class::isInstance).hasSize(1);
    assertThat(plants)
        .filteredOn(Outcome.Failed.class::isInstance)
        .hasSize(1)
        .allMatch(end -> cause(end) == Cause.ALREADY_PLANTED);
    assertThat(end(id, Action.HARVEST, vaults.get(1))).isInstanceOf(Outcome.Landed.class);
    assertThat(end(id, Action.PLANT, vaults.get(1))).isInstanceOf(Outcome.Landed.class);
  }
}
