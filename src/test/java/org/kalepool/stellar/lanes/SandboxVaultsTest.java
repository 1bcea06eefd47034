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
import org.kalepool.stellar.LifePlan;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.testing.PostgresResource;

/** Vaults made, planted, stopped and settled together, by the operator's signature. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxVaultsTest extends SandboxVaultsFixture {
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
  void anArchivedVaultIsRestoredByItsPlantOrByItselfWithItsKale() {
    List<Address> vaults = vaults(4);
    Address first = vaults.getFirst();
    Address idle = vaults.getLast();
    List<Address> kept =
        List.of(
            pool,
            LabContracts.batch(sandbox),
            vaults.get(1),
            vaults.get(2),
            sandbox.config().farmContract());
    long to =
        state(first).liveUntil()
            - sandbox.ledger()
            + 100_000; // the code long enough for the tests that follow
    List<ContractCall.Living> entries =
        contracts.lives(kept).entries().stream()
            .filter(one -> one.until() > sandbox.ledger()) // the farm has no code here
            .map(LifePlan.Living::entry)
            .toList();
    landed(request(operator, Action.LIFE, null, new ContractCall.Extend(entries, to)));
    assertThat(state(vaults.get(1)).liveUntil()).isGreaterThan(state(first).liveUntil() + 1);
    // well after, so that nothing is in its last ledger when it is simulated
    sandbox.closeLedger(state(first).liveUntil() + 50, sandbox.now() + 300);
    step();
    assertThat(state(first).liveUntil()).isLessThan(sandbox.ledger());

    PoolContracts.Lives lives = contracts.lives(List.of(idle));
    ContractCall.Life restore =
        new LifePlan(1, 2).next(lives.entries(), lives.ledger()).orElseThrow();
    assertThat(restore)
        .isEqualTo(
            new ContractCall.Restore(
                List.of(
                    new ContractCall.Instance(idle),
                    new ContractCall.Balance(sandbox.config().farm().asset(), idle))));
    landed(request(operator, Action.LIFE, null, restore));
    assertThat(state(idle).liveUntil()).isGreaterThan(sandbox.ledger());
    assertThat(state(idle).balance()).isEqualTo(DEPOSIT);

    long block = blockIsDue();
    List<Deed> plants = vaults.subList(0, 3).stream().map(it -> plant(it, block, STAKE)).toList();
    Map<Address, Outcome> ends = ends(batch(plants(), plants), 3);

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
  void anEndThatCouldNotBeStoredIsToldAgainForEachPlant() {
    List<Address> vaults = vaults(3);
    long block = blockIsDue();
    long id = batch(plants(), vaults.stream().map(it -> plant(it, block, STAKE)).toList());
    settled.refuseNext = true;

    Map<Address, Outcome> ends = ends(id, 3);

    assertThat(settled.refuseNext).isFalse();
    assertThat(ends.values()).allMatch(Outcome.Landed.class::isInstance);
  }
}
