package org.kalepool.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.batch.BatchPlan;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;
import org.kalepool.testing.VaultStages;

/** Plants of farmers whose KALE is in vaults. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class VaultPlantTest extends PlantFixture {
  @Inject VaultStages vaults;
  @Inject Poolers poolers;

  @AfterEach
  void closeChannels() {
    vaults.channels(0);
  }

  private static Kale stake(TransactionRequest request, Planter farmer) {
    return request.deeds().stream()
        .map(deed -> (Call.Plant) deed.call())
        .filter(plant -> plant.farmer().equals(farmer.custodial()))
        .map(Call.Plant::amount)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void vaultsArePlantedTogetherOnAChannelByTheOperatorAndAtThePoolsCost() {
    Address channel = vaults.channels(2).getFirst();
    List<Planter> farmers = vaults.farmers(3);
    Planter account = fixture.active(50, 1, "100", "10");
    fixture.step();

    long index = chain.index();
    assertThat(plants()).hasSize(2);
    TransactionRequest together =
        plants().stream().filter(TransactionRequest::isBatch).findFirst().orElseThrow();
    assertThat(together.lane()).isEqualTo(channel);
    assertThat(together.notAfter()).isEqualTo(chain.openedAt() + 299);
    assertThat(together.call())
        .isEqualTo(
            new Call.PlantMany(
                VaultStages.POOL,
                poolers.own().wallet(),
                farmers.stream()
                    .map(it -> new Call.Plant(it.custodial(), Kale.parse("50")))
                    .toList()));
    network.landAll();
    fixture.step();

    assertThat(plantings()).hasSize(4).allMatch((index + " PLANTED 500000000 null null")::equals);
    farmers.forEach(it -> assertThat(books.position(it.id()).staked()).isEqualTo(Kale.parse("50")));
    assertThat(
            fixture.rows(
                "select account, balance from account_balances where account like 'advanced:%'"))
        .isEmpty();
    assertThat(
            fixture.rows(
                "select balance from account_balances where account = ?", "pool-fees:" + channel))
        .containsExactly(Long.toString(FakeNetwork.BATCHED_FEE.times(3).stroops()));
    assertThat(chain.kale(account.custodial())).isEqualTo(Kale.parse("50"));
  }

  @Test
  void noStakeTakesAVaultBelowItsFloor() {
    vaults.channels(1);
    Planter floored = vaults.farmer("100", "70");
    Planter all = vaults.farmer("100", "100");
    Planter half = vaults.farmer("100", "20");
    fixture.step();

    TransactionRequest together = plants().getFirst();
    assertThat(stake(together, floored)).isEqualTo(Kale.parse("30"));
    assertThat(stake(together, all)).isEqualTo(Kale.ZERO);
    assertThat(stake(together, half)).isEqualTo(Kale.parse("50"));
  }

  @Test
  void aVaultThatItsOwnerHasStoppedIsNotPlantedByNobodysFaultButItsOwn() {
    vaults.channels(1);
    Planter stopped = vaults.farmer("100", "0");
    vaults.seen(stopped, "0", chain.now().ledger());
    fixture.step();

    assertThat(plants()).isEmpty();
    assertThat(plantings()).containsExactly(chain.index() + " FAILED 0 VAULT_STOPPED FARMER");
  }

  @Test
  void whoFindsNoChannelFreeIsPlantedWithTheNextLedger() {
    vaults.channels(1);
    List<Planter> farmers = vaults.farmers(BatchPlan.MOST_VAULTS + 5);
    fixture.step();

    assertThat(plants()).hasSize(1);
    assertThat(plants().getFirst().deeds()).hasSize(BatchPlan.MOST_VAULTS);
    fixture.step();
    assertThat(plants()).hasSize(1);
    network.landAll();
    fixture.step();

    assertThat(plants()).hasSize(1);
    assertThat(plants().getFirst().deeds()).hasSize(5);
    network.landAll();
    fixture.step();
    assertThat(plantings()).hasSize(farmers.size()).allMatch(it -> it.contains(" PLANTED "));
  }

  @Test
  void noMoreChannelsThanLandInTimeCarryPlants() {
    List<Address> channels = vaults.channels(BatchPlan.MOST_WAITING + 2);
    List<Planter> farmers = vaults.farmers(BatchPlan.MOST_VAULTS + 5);
    for (int each = 0; each < BatchPlan.MOST_WAITING - 1; each++) {
      Call call = new Call.Harvest(farmers.getFirst().custodial(), each);
      transactions.request(
          new TransactionRequest(
              channels.get(each),
              Action.HARVEST,
              farmers.get(each).id(),
              1_000L + each,
              call,
              null));
    }
    fixture.step();

    assertThat(plants()).hasSize(1);
    assertThat(plants().getFirst().lane()).isEqualTo(channels.get(BatchPlan.MOST_WAITING - 1));
    assertThat(plants().getFirst().deeds()).hasSize(BatchPlan.MOST_VAULTS);
  }

  @Test
  void withoutAnyChannelNoVaultIsPlantedAndThatIsThePoolsFault() {
    vaults.channels(0);
    vaults.farmer("100", "0");
    long index = chain.index();
    fixture.step();
    assertThat(plants()).isEmpty();
    chain.close(50);
    fixture.step();

    assertThat(plantings()).containsExactly(index + " FAILED 0 OTHER POOLER");
  }

  @Test
  void whatFailedTogetherGoesInSmallPartsAndThenByItself() {
    vaults.channels(9);
    List<Planter> farmers = vaults.farmers(7);
    fixture.step();
    assertThat(plants()).hasSize(1);
    network.refuseMany(plants().getFirst(), Cause.BATCH_FAILED);
    chain.close(1);
    fixture.step();

    assertThat(plants()).extracting(it -> it.deeds().size()).containsExactlyInAnyOrder(4, 3);
    plants().forEach(it -> network.refuseMany(it, Cause.BATCH_FAILED));
    chain.close(1);
    fixture.step();

    assertThat(plants()).hasSize(7).allMatch(it -> it.deeds().size() == 1);
    network.landAll();
    fixture.step();
    assertThat(plantings()).hasSize(farmers.size()).allMatch(it -> it.contains(" PLANTED "));
  }
}
