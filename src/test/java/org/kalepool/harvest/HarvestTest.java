package org.kalepool.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.kalepool.books.DiscrepancyFound;
import org.kalepool.db.Db;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** When pails are harvested, and what is booked of it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class HarvestTest extends HarvestFixture {
  @Inject Db db;

  @Test
  void whatPaysMoreSoonerIsHarvestedBeforeItsIntervalIsOverButNotInASurge() {
    Planter farmer = fixture.active(50, 5, "100", "10");
    long index = plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    assertThat(harvests()).as("as the farmer wishes").isEmpty();
    db.update(
        "insert into farm_choices (farmer_id, block_index, choice, farm_when, stake, reward, fees,"
            + " gain, saved, factor, harvest_after, at)"
            + " values (?, ?, 'STAKE', 'WHEN_IT_PAYS_ME', 0, 0, 0, 0, 0, 1, 2, now())",
        farmer.id(),
        index + 1);
    chain.surge(Xlm.parse("1"));
    chain.openNext();
    fixture.step();
    assertThat(fixture.rows("select due_block, pails from coming_harvests"))
        .containsExactly(index + 2 + " 1");
    assertThat(harvests()).as("a place in a ledger is dear now").isEmpty();
    chain.surge(Xlm.ZERO);
    chain.close(1);
    fixture.step();
    assertThat(harvests()).extracting(TransactionRequest::block).containsExactly(index);
  }

  @Test
  void harvestsAClosedPailWhenItsIntervalIsOverAndBooksTheRealReward() {
    Planter farmer = fixture.active(50, 2, "100", "10");
    long index = plant();
    long reward = work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    assertThat(harvests()).isEmpty();
    chain.openNext();
    fixture.step();
    assertThat(harvests())
        .containsExactly(
            new TransactionRequest(
                farmer.custodial(),
                Action.HARVEST,
                farmer.id(),
                index,
                new Call.Harvest(farmer.custodial(), index),
                null));
    assertThat(fixture.rows("select stake, reward from expected_rewards"))
        .containsExactly("500000000 " + reward);
    network.landAll();
    fixture.step();
    assertThat(rows()).containsExactly("HARVESTED 500000000 " + reward + " null null");
    assertThat(books.position(farmer.id()).earned()).isEqualTo(Kale.ofStroops(reward));
    assertThat(books.position(farmer.id()).staked()).isEqualTo(Kale.ZERO);
    assertThat(log.of(PailHarvested.class)).containsExactly(new PailHarvested(farmer.id(), index));
    assertThat(log.of(DiscrepancyFound.class)).isEmpty();
    fixture.step();
    assertThat(harvests()).isEmpty();
    assertThat(fixture.rows("select * from unsettled_pails")).isEmpty();
  }

  @Test
  void harvestsAtOnceForAFarmerWhoLeaves() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    plant();
    work(farmer);
    fixture.move(farmer, "ACTIVE", "LEAVING");
    fixture.step();
    assertThat(harvests()).isEmpty();
    chain.openNext();
    fixture.step();
    assertThat(harvests()).hasSize(1);
  }

  @Test
  void harvestsWellBeforeTheEntriesExpire() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    assertThat(harvests()).isEmpty();
    chain.close(FakeChain.TTL - FakeChain.TTL / 10 - 120);
    fixture.step();
    assertThat(harvests()).isEmpty();
    chain.close(120);
    fixture.step();
    assertThat(harvests()).hasSize(1);
  }

  @Test
  void retriesAFailedHarvestApartWithOneRowAnAttempt() {
    Planter full = fixture.active(50, 1, "100", "10");
    Planter other = fixture.active(50, 1, "100", "10");
    plant();
    work(full);
    work(other);
    stop(full);
    stop(other);
    chain.openNext();
    fixture.step();
    TransactionRequest first =
        harvests().stream().filter(r -> full.id().equals(r.farmer())).findFirst().orElseThrow();
    network.refuse(first, Cause.OVER_TRUSTLINE_LIMIT);
    network.landAll();
    fixture.step();
    assertThat(fixture.rows("select farmer_id, status, cause, debtor from harvests order by id"))
        .containsExactly(
            full.id() + " FAILED OVER_TRUSTLINE_LIMIT FARMER", other.id() + " HARVESTED null null");
    chain.close(3);
    fixture.step();
    assertThat(harvests()).isEmpty();
    chain.close(3);
    fixture.step();
    assertThat(harvests()).hasSize(1);
    network.landAll();
    assertThat(rows()).hasSize(3);
    assertThat(fixture.rows("select * from unsettled_pails")).isEmpty();
  }

  @Test
  void aWrongRewardCannotPassForADeposit() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    plant();
    long reward = work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    TransactionRequest request = harvests().getFirst();
    Kale minted = Kale.parse("50").plus(Kale.ofStroops(reward + 1));
    network.end(
        request,
        new Outcome.Landed(
            Hash.ZERO, chain.now().ledger(), chain.now().time(), Xlm.ZERO, null, minted, null));
    assertThat(log.of(DiscrepancyFound.class))
        .containsExactly(new DiscrepancyFound(farmer.id(), "reward", 1));
    assertThat(
            fixture.rows(
                "select what, chain - books, difference from reconciliations"
                    + " where what = 'reward'"))
        .containsExactly("reward 1 1");
  }
}
