package org.kalepool.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.WorkHash;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;
import org.kalepool.testing.VaultStages;

/** Calls that harvest vaults' pails of the block before and plant the next. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class VaultTurnTest extends PlantFixture {
  @Inject VaultStages vaults;

  @AfterEach
  void closeChannels() {
    vaults.channels(0);
  }

  /** Plants all that are active, and has all of these worked. */
  private long worked(List<Planter> farmers) {
    fixture.step();
    network.landAll();
    fixture.step();
    long block = chain.index();
    chain.close(20);
    for (Planter farmer : farmers) {
      Hash entropy = chain.block(block).orElseThrow().block().entropy();
      Hash hash = WorkHash.of(block, 1, entropy, farmer.custodial());
      chain.contract().work(chain.now(), farmer.custodial(), hash, 1);
      Long gap =
          Objects.requireNonNull(
                  chain.pails(List.of(farmer.custodial()), block).get(farmer.custodial()))
              .pail()
              .gap();
      fixture.worked(farmer, block, hash, Objects.requireNonNull(gap));
    }
    return block;
  }

  private void openNext(List<Planter> farmers) {
    chain.openNext();
    farmers.forEach(it -> vaults.seen(it, "0", null));
    fixture.step();
  }

  private List<String> harvests() {
    return fixture.rows("select block_index, status, cause from harvests order by id");
  }

  private static Call.TurnMany turn(TransactionRequest request) {
    return (Call.TurnMany) request.call();
  }

  @Test
  void thePailOfTheBlockBeforeIsHarvestedByTheCallThatPlants() {
    Address channel = vaults.channels(2).getFirst();
    List<Planter> farmers = vaults.farmers(3);
    long before = worked(farmers);
    openNext(farmers);

    assertThat(transactions.open()).hasSize(1);
    TransactionRequest together = transactions.open().getFirst();
    assertThat(together.lane()).isEqualTo(channel);
    assertThat(together.action()).isEqualTo(Action.PLANT);
    assertThat(together.block()).isEqualTo(before + 1);
    assertThat(together.deeds()).hasSize(6);
    assertThat(turn(together).index()).isEqualTo(before);
    assertThat(turn(together).opens()).isFalse();
    network.landAll();
    fixture.step();

    assertThat(harvests()).hasSize(3).allMatch((before + " HARVESTED null")::equals);
    assertThat(plantings().subList(3, 6)).allMatch(it -> it.startsWith(before + 1 + " PLANTED "));
    for (Planter farmer : farmers) {
      assertThat(books.position(farmer.id()).earned()).matches(Kale::isPositive);
      assertThat(books.position(farmer.id()).custody()).isEqualTo(chain.kale(farmer.custodial()));
    }
    assertThat(
            fixture.rows(
                "select balance from account_balances where account = ?", "pool-fees:" + channel))
        .containsExactly(Long.toString(FakeNetwork.BATCHED_FEE.times(9).stroops()));
  }

  @Test
  void onlyWhoseHarvestIsDueIsHarvestedWithItsPlant() {
    vaults.channels(3);
    List<Planter> farmers = vaults.farmers(4);
    List<Planter> patient = farmers.subList(2, 4);
    patient.forEach(it -> fixture.settings(it, 50, 2));
    long before = worked(farmers);
    openNext(farmers);

    assertThat(plants()).hasSize(2);
    TransactionRequest turned =
        plants().stream()
            .filter(it -> it.call() instanceof Call.TurnMany)
            .findFirst()
            .orElseThrow();
    assertThat(turned.deeds())
        .extracting(Deed::farmer)
        .containsOnly(farmers.getFirst().id(), farmers.get(1).id());
    network.landAll();
    fixture.step();

    assertThat(harvests()).hasSize(2).allMatch((before + " HARVESTED null")::equals);
    assertThat(transactions.open()).isEmpty();
  }

  @Test
  void aHarvestWhosePlantFailsGoesOnWithoutIt() {
    vaults.channels(2);
    List<Planter> farmers = vaults.farmers(3);
    long before = worked(farmers);
    openNext(farmers);
    network.refuseMany(plants().getFirst(), Cause.BATCH_FAILED);
    chain.close(1);
    fixture.step();

    assertThat(plants()).hasSize(1).allMatch(it -> it.call() instanceof Call.PlantMany);
    network.landAll();
    for (int i = 0; i < 5; i++) {
      chain.close(1);
      fixture.step();
      network.landAll();
    }
    fixture.step();
    assertThat(harvests().stream().filter((before + " HARVESTED null")::equals)).hasSize(3);
    assertThat(plantings().subList(3, 6)).allMatch(it -> it.startsWith(before + 1 + " PLANTED "));
  }
}
