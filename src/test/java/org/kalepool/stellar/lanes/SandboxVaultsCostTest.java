package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.batch.BatchPlan;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.load.LoadFees;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.testing.PostgresResource;

/**
 * What a block costs with a vault, by the public network's fees, against one with an account; and
 * how many vaults a transaction takes.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxVaultsCostTest extends SandboxVaultsFixture {
  private static final Logger LOG = Logger.getLogger(SandboxVaultsCostTest.class);
  private static final Kale STAKE = Kale.parse("10");

  @Test
  void plantsOfAsManyVaultsAsGoTogetherLandAndTheChannelPaysForAll() {
    int most = BatchPlan.MOST_VAULTS;
    List<Address> vaults = vaults(most);
    long block = blockIsDue();
    Xlm before = sandbox.lumens(channel).orElseThrow();
    Xlm signed = sandbox.lumens(operator).orElseThrow();

    Map<Address, Outcome> ends =
        ends(batch(plants(), vaults.stream().map(it -> plant(it, block, STAKE)).toList()), most);

    for (Address vault : vaults) {
      assertThat(ends.get(vault))
          .isInstanceOfSatisfying(
              Outcome.Landed.class, end -> assertThat(end.block()).isEqualTo(block));
      assertThat(sandbox.kale(vault)).contains(DEPOSIT.minus(STAKE));
      assertThat(sandbox.pail(vault, block)).isPresent();
      assertThat(state(vault).planted()).isTrue();
      assertThat(state(vault).principal()).isEqualTo(DEPOSIT);
    }
    assertThat(sandbox.lumens(channel)).contains(before.minus(fees(ends)));
    assertThat(sandbox.lumens(operator)).contains(signed);

    vaults.forEach(vault -> deposit(vault, Kale.parse("30")));
    settled.clear();
    Map<Address, Outcome> gains =
        ends(
            batch(
                new Call.SettleMany(pool, List.of()),
                vaults.stream()
                    .map(it -> new Deed(Action.SETTLE, null, null, new Call.Settle(it)))
                    .toList()),
            most);
    assertThat(gains.values()).allMatch(Outcome.Landed.class::isInstance);
    vaults.forEach(it -> assertThat(state(it).principal()).isGreaterThan(DEPOSIT));
    settled.clear();
    Map<Address, Outcome> stops =
        ends(
            batch(
                new Call.StopMany(pool, operator, List.of()),
                vaults.stream()
                    .map(it -> new Deed(Action.STOP, null, null, new Call.Stop(it)))
                    .toList()),
            most);
    assertThat(stops.values()).allMatch(Outcome.Landed.class::isInstance);
    vaults.forEach(it -> assertThat(state(it).stoppedIn()).isPresent());
  }

  @Test
  void aVaultsBlockCostsLessThanHalfOfAnAccountsWhereHarvestAndPlantAreOneTurn() {
    int count = BatchPlan.MOST_TURNS;
    List<Address> vaults = vaults(count);
    Address single = account();
    Address opener = account();
    List.of(single, opener).forEach(it -> sandbox.giveKale(it, DEPOSIT));
    blockIsDue();
    // what a vault's first plant writes once is not a block's cost
    long first = blockIsDue();
    landed(request(opener, Action.PLANT, null, new Call.Plant(opener, STAKE)));
    long firstPlant = each(plants(), vaults, it -> plant(it, first, STAKE));
    step();
    each(worksOf(), vaults, it -> work(it, first));
    long next = blockIsDue();
    landed(request(opener, Action.PLANT, null, new Call.Plant(opener, STAKE)));

    long plant = each(plants(), vaults, it -> plant(it, next, STAKE));
    long plantAlone =
        landed(request(single, Action.PLANT, null, new Call.Plant(single, STAKE))).fee().stroops();
    step();
    long work = each(worksOf(), vaults, it -> work(it, next));
    long workAlone =
        landed(request(single, Action.WORK, null, work(single, next).call())).fee().stroops();
    blockIsDue();
    landed(request(opener, Action.PLANT, null, new Call.Plant(opener, STAKE)));
    long harvest = each(harvestsOf(), vaults, it -> harvest(it, first));
    long harvestAlone =
        landed(request(single, Action.HARVEST, null, harvest(single, next).call())).fee().stroops();

    long opening = turned(vaults, null);
    long turn = turned(vaults, opener);
    long atOnce = harvestedAtOnce(vaults.subList(0, 2), opener);

    long alone = plantAlone + workAlone + harvestAlone;
    long vault = turn + work;
    long apart = plant + work + harvest;
    long seldom = plant + work + atOnce;
    LOG.infof(
        "stroops of an account: plant %d, work %d, harvest %d, in all %d; of a vault: plant %d"
            + " (its first %d), work %d, harvest %d, in all %d: %.1f %%; harvest and plant in one"
            + " turn %d (%d where it opens the block), in all %d: %.1f %%; twelve harvests at once, each %d, in all %d: %.1f %%",
        plantAlone,
        workAlone,
        harvestAlone,
        alone,
        plant,
        firstPlant,
        work,
        harvest,
        apart,
        100.0 * apart / alone,
        turn,
        opening,
        vault,
        100.0 * vault / alone,
        atOnce,
        seldom,
        100.0 * seldom / alone);
    assertThat(Map.of("PLANT", plantAlone, "WORK", workAlone, "HARVEST", harvestAlone))
        .isEqualTo(LoadFees.OF_AN_ACCOUNT);
    assertThat(vault).isLessThanOrEqualTo(alone * 46 / 100);
    assertThat(seldom).isLessThanOrEqualTo(alone * 49 / 100);
  }

  @Test
  void aTransactionTakesTheTurnsOfAsManyVaultsAsGoTogether() {
    List<Address> vaults = vaults(BatchPlan.MOST_TURNS);
    long before = farmed(vaults, STAKE);
    long block = blockIsDue();

    long id = batch(turns(before, true), turn(vaults, before, block, STAKE));
    ended(id, 2 * vaults.size());

    assertThat(of(id)).allMatch(end -> end.outcome() instanceof Outcome.Landed);
    assertThat(of(id).stream().map(TransactionSettled::id).distinct()).hasSize(1);
  }

  /**
   * What harvest and plant cost together.
   *
   * @param opener who opens the block beforehand; null: the transaction does
   */
  private long turned(List<Address> vaults, @Nullable Address opener) {
    long before = farmed(vaults, STAKE);
    long block = blockIsDue();
    if (opener != null) {
      landed(request(opener, Action.PLANT, null, new Call.Plant(opener, STAKE)));
      settled.clear();
    }
    long id = batch(turns(before, opener == null), turn(vaults, before, block, STAKE));
    ended(id, 2 * vaults.size());
    assertThat(of(id)).allMatch(end -> end.outcome() instanceof Outcome.Landed);
    long all = of(id).stream().mapToLong(end -> end.outcome().fee().stroops()).sum();
    return all / vaults.size();
  }

  /** What a harvest costs of twelve that each of a few vaults has in one transaction. */
  private long harvestedAtOnce(List<Address> few, Address opener) {
    List<Deed> pails = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      long block = blockIsDue();
      each(plants(), few, it -> plant(it, block, STAKE));
      step();
      each(worksOf(), few, it -> work(it, block));
      few.forEach(it -> pails.add(harvest(it, block)));
    }
    blockIsDue();
    landed(request(opener, Action.PLANT, null, new Call.Plant(opener, Kale.ZERO)));
    settled.clear();
    long id = batch(harvestsOf(), pails);
    for (int i = 0; i < 100 && of(id).size() < pails.size(); i++) {
      step();
    }
    assertThat(of(id))
        .hasSize(pails.size())
        .allMatch(end -> end.outcome() instanceof Outcome.Landed);
    return of(id).stream().mapToLong(end -> end.outcome().fee().stroops()).sum() / pails.size();
  }

  private Call.Many worksOf() {
    return new Call.WorkMany(LabContracts.batch(sandbox), List.of());
  }

  private Call.Many harvestsOf() {
    return new Call.HarvestMany(LabContracts.batch(sandbox), List.of());
  }

  /** What each costs of many together. */
  private long each(Call.Many like, List<Address> farmers, Function<Address, Deed> deed) {
    settled.clear();
    Map<Address, Outcome> ends =
        ends(batch(like, farmers.stream().map(deed).toList()), farmers.size());
    assertThat(ends.values()).allMatch(Outcome.Landed.class::isInstance);
    return fees(ends).stroops() / farmers.size();
  }
}
