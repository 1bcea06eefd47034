package org.kalepool.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.batch.Batches;
import org.kalepool.batch.OpenChannels;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.FarmRows;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;
import org.kalepool.testing.VaultStages;

/** Harvests that share a transaction, and what is booked of it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class HarvestsTogetherTest extends HarvestFixture {
  private static final Address CONTRACT = Address.contract(new byte[32]);
  private static final Address CHANNEL = FarmRows.address("channel");

  @Inject Batches batches;
  @Inject VaultStages vaults;

  @BeforeEach
  void openChannel() {
    chain.setXlm(CHANNEL, Xlm.parse("50"));
    OpenChannels.found(batches, CONTRACT, List.of(CHANNEL));
  }

  @AfterEach
  void closeChannel() {
    OpenChannels.found(batches, CONTRACT, List.of());
  }

  private List<Planter> farmers(int number, int interval, String xlm) {
    return Stream.generate(() -> fixture.active(50, interval, "100", xlm)).limit(number).toList();
  }

  private long workedBlock(List<Planter> farmers) {
    long block = plant();
    farmers.forEach(this::work);
    return block;
  }

  /** Something that the channel paid for, dearer than any harvest. */
  private void advance(Planter farmer, String lumens) {
    Call call = new Call.Harvest(farmer.custodial(), 1);
    TransactionRequest dear =
        new TransactionRequest(CHANNEL, Action.HARVEST, farmer.id(), 1L, call, null);
    assertThat(transactions.request(dear)).isPresent();
    network.end(
        dear,
        new Outcome.Failed(
            Hash.ZERO,
            chain.now().ledger(),
            chain.now().time(),
            Xlm.parse(lumens),
            Cause.OTHER,
            "dear"));
  }

  private List<String> advanced() {
    return fixture.rows(
        "select balance from account_balances where account like 'advanced:%' order by account");
  }

  @Test
  void harvestsOfSeveralFarmersShareATransactionAndEachHasItsShareOfTheFee() {
    List<Planter> farmers = farmers(3, 1, "10");
    long block = workedBlock(farmers);
    farmers.forEach(this::stop);
    chain.openNext();
    fixture.step();

    assertThat(harvests()).hasSize(1);
    TransactionRequest batch = harvests().getFirst();
    assertThat(batch.lane()).isEqualTo(CHANNEL);
    assertThat(batch.call())
        .isEqualTo(
            new Call.HarvestMany(
                CONTRACT,
                farmers.stream().map(it -> new Call.Harvest(it.custodial(), block)).toList()));
    network.landAll();
    fixture.step();

    assertThat(fixture.rows("select status, cause from harvests"))
        .hasSize(3)
        .allMatch("HARVESTED null"::equals);
    assertThat(advanced())
        .hasSize(3)
        .allMatch(Long.toString(FakeNetwork.BATCHED_FEE.stroops())::equals);
    farmers.forEach(
        farmer ->
            assertThat(books.position(farmer.id()).custody())
                .isEqualTo(chain.kale(farmer.custodial())));
    assertThat(fixture.rows("select * from unsettled_pails")).isEmpty();
  }

  @Test
  void pailsThatAreNotDueGoAlongWithOneThatIs() {
    List<Planter> farmers = farmers(1, 3, "10");
    workedBlock(farmers);
    chain.openNext();
    workedBlock(farmers);
    chain.openNext();
    workedBlock(farmers);
    chain.openNext();
    stop(farmers.getFirst());
    fixture.step();

    assertThat(harvests()).hasSize(1);
    assertThat(harvests().getFirst().deeds()).hasSize(3);
    assertThat(harvests().getFirst().farmer()).isEqualTo(farmers.getFirst().id());
    network.landAll();
    fixture.step();
    assertThat(fixture.rows("select * from unsettled_pails")).isEmpty();
    assertThat(books.position(farmers.getFirst().id()).staked()).isEqualTo(Kale.ZERO);
  }

  @Test
  void aBatchThatFailsAsAWholeIsTakenApart() {
    List<Planter> farmers = farmers(3, 1, "10");
    workedBlock(farmers);
    farmers.forEach(this::stop);
    chain.openNext();
    fixture.step();
    network.refuseMany(harvests().getFirst(), Cause.RESOURCES_EXCEEDED);
    chain.close(6);
    fixture.step();

    assertThat(harvests())
        .extracting(TransactionRequest::lane)
        .containsExactlyInAnyOrderElementsOf(farmers.stream().map(Planter::custodial).toList());
    network.landAll();
    assertThat(fixture.rows("select status, cause from harvests order by id"))
        .containsExactly(
            "FAILED RESOURCES_EXCEEDED",
            "FAILED RESOURCES_EXCEEDED",
            "FAILED RESOURCES_EXCEEDED",
            "HARVESTED null",
            "HARVESTED null",
            "HARVESTED null");
  }

  @Test
  void whoCouldNotGiveTheFeeBackPaysItself() {
    List<Planter> farmers = farmers(3, 1, "10");
    Planter poor = fixture.active(50, 1, "100", "10");
    workedBlock(farmers);
    work(poor);
    farmers.forEach(this::stop);
    stop(poor);
    advance(poor, "8.5");
    chain.openNext();
    fixture.step();

    assertThat(harvests()).extracting(it -> it.deeds().size()).containsExactlyInAnyOrder(3, 1);
    assertThat(harvests())
        .filteredOn(it -> !it.lane().equals(CHANNEL))
        .singleElement()
        .satisfies(it -> assertThat(it.farmer()).isEqualTo(poor.id()));
  }

  @Test
  void whatExpiresSoonGoesByItself() {
    List<Planter> farmers = farmers(3, 250, "10");
    workedBlock(farmers);
    farmers.forEach(this::stop);
    chain.openNext();
    chain.close(FakeChain.TTL - FakeChain.TTL / 10);
    fixture.step();

    assertThat(harvests()).hasSize(3).noneMatch(it -> it.lane().equals(CHANNEL));
  }

  private List<Planter> vaultsWorked(int number) {
    List<Planter> farmers = vaults.farmers(number);
    workedBlock(farmers);
    farmers.forEach(this::stop);
    chain.openNext();
    return farmers;
  }

  @Test
  void harvestsOfVaultsAreThePoolsCost() {
    List<Planter> farmers = vaultsWorked(3);
    fixture.step();

    assertThat(harvests()).hasSize(1);
    assertThat(harvests().getFirst().lane()).isEqualTo(CHANNEL);
    assertThat(harvests().getFirst().deeds()).hasSize(farmers.size());
    network.landAll();
    fixture.step();

    assertThat(fixture.rows("select status, cause from harvests"))
        .hasSize(3)
        .allMatch("HARVESTED null"::equals);
    assertThat(advanced()).isEmpty();
    farmers.forEach(
        farmer ->
            assertThat(books.position(farmer.id()).custody())
                .isEqualTo(chain.kale(farmer.custodial())));
  }

  @Test
  void theHarvestOfASingleVaultGoesDirectlyFromAChannelThatIsFree() {
    vaultsWorked(1);
    fixture.step();

    assertThat(harvests()).hasSize(1);
    assertThat(harvests().getFirst().lane()).isEqualTo(CHANNEL);
    assertThat(harvests().getFirst().call()).isInstanceOf(Call.Harvest.class);
    network.landAll();
    fixture.step();
    assertThat(fixture.rows("select status, cause from harvests"))
        .containsExactly("HARVESTED null");
    assertThat(advanced()).isEmpty();
  }

  @Test
  void harvestsLeaveTheChannelsToPlantsAndWorksOfVaultsThatFindTooFew() {
    vaultsWorked(3);
    batches.waiting(chain.now().ledger());
    fixture.step();
    assertThat(harvests()).isEmpty();

    chain.close(2);
    fixture.step();
    assertThat(harvests()).hasSize(1);
  }
}
