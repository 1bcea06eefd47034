package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.LabContracts;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.testing.PostgresResource;

/** Vaults made, planted, stopped and settled together, by the operator's signature. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxVaultsTest extends SandboxVaultsFixture {
  private static final Kale STAKE = Kale.parse("10");

  @Test
  void vaultsAreReadAsTheyAre() {
    Call.MakeVault making = making(Kale.parse("30"));
    assertThat(contracts.vaults(List.of(making.address()))).isEmpty();
    assertThat(held(making.address()).kale()).isEqualTo(Kale.ZERO);

    make(List.of(making));
    deposit(making.address(), DEPOSIT);

    VaultState state = state(making.address());
    assertThat(state.owner()).isEqualTo(owner);
    assertThat(state.pool()).isEqualTo(pool);
    assertThat(state.basisPoints()).isEqualTo(2_500);
    assertThat(state.life()).isEqualTo(LIFE);
    assertThat(state.floor()).isEqualTo(Kale.parse("30"));
    assertThat(state.balance()).isEqualTo(DEPOSIT);
    assertThat(state.plantable()).isEqualTo(DEPOSIT.minus(Kale.parse("30")));
    assertThat(state.stoppedIn()).isEmpty();
    assertThat(state.planted()).isFalse();
    assertThat(state.liveUntil()).isGreaterThan(state.ledger());
    Holdings held = held(making.address());
    assertThat(held.kale()).isEqualTo(DEPOSIT);
    assertThat(held.xlm()).isEqualTo(Xlm.ZERO);
    assertThat(held.takes(Kale.parse("1000000"))).isTrue();
  }

  private Holdings held(Address vault) {
    return Objects.requireNonNull(chain.holdings(List.of(vault)).get(vault));
  }

  @Test
  void aVaultThatIsThereAlreadyIsMadeAgainWithoutAnyChange() {
    Call.MakeVault making = making(Kale.ZERO);
    make(List.of(making));
    deposit(making.address(), DEPOSIT);
    settled.clear();

    make(List.of(making, making(Kale.ZERO)));

    assertThat(state(making.address()).balance()).isEqualTo(DEPOSIT);
  }

  @Test
  void whatIsStoppedOrBelowItsFloorIsLeftOutForNothingAndTheRestLands() {
    List<Address> vaults = new ArrayList<>(vaults(3));
    Call.MakeVault floored = making(DEPOSIT.minus(Kale.parse("5")));
    make(List.of(floored));
    deposit(floored.address(), DEPOSIT);
    Address stopped = vaults.getFirst();
    Deed stop = new Deed(Action.STOP, null, null, new Call.Stop(stopped));
    assertThat(ends(batch(new Call.StopMany(pool, operator, List.of()), List.of(stop)), 1))
        .allSatisfy((_, end) -> assertThat(end).isInstanceOf(Outcome.Landed.class));
    assertThat(state(stopped).stoppedIn()).isPresent();
    vaults.add(floored.address());
    long block = blockIsDue();

    Map<Address, Outcome> ends =
        ends(batch(plants(), vaults.stream().map(it -> plant(it, block, STAKE)).toList()), 4);

    assertThat(cause(Objects.requireNonNull(ends.get(stopped)))).isEqualTo(Cause.VAULT_STOPPED);
    assertThat(cause(Objects.requireNonNull(ends.get(floored.address()))))
        .isEqualTo(Cause.BELOW_FLOOR);
    assertThat(ends.get(stopped)).isInstanceOf(Outcome.Refused.class);
    assertThat(ends.get(floored.address())).isInstanceOf(Outcome.Refused.class);
    assertThat(ends.get(vaults.get(1))).isInstanceOf(Outcome.Landed.class);
    assertThat(ends.get(vaults.get(2))).isInstanceOf(Outcome.Landed.class);
  }

  @Test
  void whatFailsOnlyInTheLedgerLeavesTheOthersAlone() {
    List<Address> vaults = vaults(3);
    long block = blockIsDue();
    Address twice = vaults.getFirst();
    Address other = channel;
    channel = account();

    // both are simulated before either lands
    long alone = batch(plants(), List.of(plant(twice, block, STAKE)));
    channel = other;
    long id = batch(plants(), vaults.stream().map(it -> plant(it, block, STAKE)).toList());
    Map<Address, Outcome> ends = ends(id, 3);
    Outcome first = Objects.requireNonNull(ends(alone, 1).get(twice));

    List<Outcome> both = List.of(Objects.requireNonNull(ends.get(twice)), first);
    assertThat(both).as(both.toString()).filteredOn(Outcome.Landed.class::isInstance).hasSize(1);
    assertThat(both)
        .as(both.toString())
        .filteredOn(Outcome.Failed.class::isInstance)
        .hasSize(1)
        .allMatch(end -> cause(end) == Cause.ALREADY_PLANTED);
    assertThat(ends.get(vaults.get(1))).isInstanceOf(Outcome.Landed.class);
    assertThat(ends.get(vaults.get(2))).isInstanceOf(Outcome.Landed.class);
  }

  @Test
  void plantsWaitForTheBlockThatTheyAreToOpen() {
    List<Address> vaults = vaults(2);
    long block = blockIsDue();
    ends(batch(plants(), vaults.stream().map(it -> plant(it, block, STAKE)).toList()), 2);
    settled.clear();

    long id = batch(plants(), vaults.stream().map(it -> plant(it, block + 1, STAKE)).toList());
    step();
    assertThat(of(id)).isEmpty();
    sandbox.closeLedger(sandbox.now() + 300);

    ends(id, 2)
        .forEach(
            (_, end) ->
                assertThat(end)
                    .isInstanceOfSatisfying(
                        Outcome.Landed.class,
                        landed -> assertThat(landed.block()).isEqualTo(block + 1)));
  }

  @Test
  void anArchivedVaultIsRestoredByItsPlant() {
    List<Address> vaults = vaults(3);
    Address first = vaults.getFirst();
    List<Address> kept =
        List.of(
            pool,
            LabContracts.batch(sandbox),
            vaults.get(1),
            vaults.get(2),
            sandbox.config().farmContract());
    long to = state(first).liveUntil() - sandbox.ledger() + 5_000;
    landed(
        request(operator, Action.EXTEND, null, new ContractCall.ExtendLives(pool, kept, to, to)));
    assertThat(contracts.deployed(vaults.get(1)).orElseThrow().liveUntil())
        .isGreaterThan(state(first).liveUntil() + 1);
    // well after, so that nothing is in its last ledger when it is simulated
    sandbox.closeLedger(state(first).liveUntil() + 50, sandbox.now() + 300);
    step();
    assertThat(state(first).liveUntil()).isLessThan(sandbox.ledger());
    long block = blockIsDue();

    Map<Address, Outcome> ends =
        ends(batch(plants(), vaults.stream().map(it -> plant(it, block, STAKE)).toList()), 3);

    assertThat(ends.values()).allMatch(Outcome.Landed.class::isInstance);
    assertThat(state(first).liveUntil()).isGreaterThan(sandbox.ledger());
    assertThat(sandbox.kale(first)).contains(DEPOSIT.minus(STAKE));
  }

  @Test
  void whatOnlyTheOperatorMayIsNotSentWithoutItsKey() {
    List<Address> vaults = vaults(2);
    long block = blockIsDue();
    Xlm before = sandbox.lumens(channel).orElseThrow();
    Address nobody = Address.account(Sha256.of("nobody"));

    Map<Address, Outcome> ends =
        ends(
            batch(
                new Call.PlantMany(pool, nobody, List.of()),
                vaults.stream().map(it -> plant(it, block, STAKE)).toList()),
            2);

    assertThat(ends.values())
        .allSatisfy(
            end ->
                assertThat(end)
                    .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> {
                          assertThat(refused.cause()).isEqualTo(Cause.BATCH_FAILED);
                          assertThat(refused.detail()).contains("holds no key of " + nobody);
                        }));
    assertThat(sandbox.lumens(channel)).contains(before);
  }

  @Test
  void aBatchThatIsRefusedAsAWholeLetsItsPlantsGoOnByThemselves() {
    List<Address> vaults = vaults(3);
    long block = blockIsDue();
    Address nothing = Address.contract(new byte[32]);

    Map<Address, Outcome> ends =
        ends(
            batch(
                new Call.PlantMany(nothing, operator, List.of()),
                vaults.stream().map(it -> plant(it, block, STAKE)).toList()),
            3);

    assertThat(ends.values())
        .allMatch(Outcome.Refused.class::isInstance)
        .allMatch(end -> cause(end) == Cause.BATCH_FAILED);
    for (Address vault : vaults) {
      assertThat(ends(batch(plants(), List.of(plant(vault, block, STAKE))), 1).get(vault))
          .isInstanceOf(Outcome.Landed.class);
    }
  }

  @Test
  void coverBeyondTheBondIsRefusedForAllAndMakesNothing() {
    Call.MakeVault making = making(Kale.ZERO);
    Deed deed = new Deed(Action.MAKE_VAULT, null, null, making);

    Map<Address, Outcome> ends =
        ends(batch(new Call.MakeMany(pool, operator, STAKE, List.of()), List.of(deed)), 1);

    assertThat(cause(Objects.requireNonNull(ends.get(making.address()))))
        .isEqualTo(Cause.BOND_TOO_LOW);
    assertThat(contracts.vaults(List.of(making.address()))).isEmpty();
    deposit(pool, STAKE);
    settled.clear();
    assertThat(
            ends(batch(new Call.MakeMany(pool, operator, STAKE, List.of()), List.of(deed)), 1)
                .get(making.address()))
        .isInstanceOf(Outcome.Landed.class);
    assertThat(state(making.address()).cover()).isEqualTo(STAKE);
    assertThat(contracts.pool(pool).reserved()).isEqualTo(STAKE);
  }

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

  @Test
  void anEndThatCouldNotBeStoredIsToldAgainForEachPlant() {
    List<Address> vaults = vaults(3);
    long block = blockIsDue();
    long id = batch(plants(), vaults.stream().map(it -> plant(it, block, STAKE)).toList());
    settled.refuseNext = true;

    Map<Address, Outcome> ends = ends(id, 3);

    assertThat(settled.refuseNext).isFalse();
    assertThat(ends.values()).allMatch(Outcome.Landed.class::isInstance);
  }

  /** The figures of docs/contracts.md, by the network's rates. */
}
