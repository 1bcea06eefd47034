package org.kalepool.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Who is planted in which block, and with how much. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class PlantTest extends PlantFixture {
  @Test
  void plantsEveryActiveFarmerWithItsShareOfTheBalance() {
    Planter half = fixture.active(50, 1, "100.0000001", "10");
    Planter none = fixture.active(0, 3, "100", "10");
    fixture.registered(50, 1);
    fixture.step();
    long index = chain.index();
    long end = chain.openedAt() + 299;
    assertThat(plants())
        .containsExactlyInAnyOrder(
            new TransactionRequest(
                half.custodial(),
                Action.PLANT,
                half.id(),
                index,
                new Call.Plant(half.custodial(), Kale.parse("50")),
                end),
            new TransactionRequest(
                none.custodial(),
                Action.PLANT,
                none.id(),
                index,
                new Call.Plant(none.custodial(), Kale.ZERO),
                end));
    network.landAll();
    fixture.step();
    assertThat(plantings())
        .containsExactlyInAnyOrder(
            index + " PLANTED 500000000 null null", index + " PLANTED 0 null null");
    assertThat(log.of(FarmerPlanted.class))
        .containsExactlyInAnyOrder(
            new FarmerPlanted(half.id(), index), new FarmerPlanted(none.id(), index));
    assertThat(log.of(PlantingFinished.class)).containsExactly(new PlantingFinished(index));
    assertThat(books.position(half.id()).staked()).isEqualTo(Kale.parse("50"));
    assertThat(fixture.rows("select stake_percentage, harvest_interval from plantings order by id"))
        .containsExactlyInAnyOrder("50 1", "0 3");
  }

  @Test
  void plantsNobodyTwiceInABlock() {
    fixture.active(50, 1, "100", "10");
    fixture.step();
    fixture.step();
    assertThat(plants()).hasSize(1);
    network.landAll();
    fixture.step();
    fixture.step();
    assertThat(plants()).isEmpty();
    assertThat(plantings()).hasSize(1);
    assertThat(log.of(PlantingFinished.class)).hasSize(1);
  }

  @Test
  void stakesNoMoreThanEarnsSomething() {
    fixture.active(100, 1, "5000", "10");
    fixture.step();
    assertThat(plants())
        .extracting(TransactionRequest::call)
        .extracting(c -> ((Call.Plant) c).amount())
        .containsExactly(Kale.parse("1000"));
  }

  @Test
  void stakesTheFullShareWhereTheBlockGivesNoMeasure() {
    chain.openNext();
    chain.openNext();
    assertThat(chain.block(chain.index()).orElseThrow().block().maxStake())
        .isEqualTo(BigInteger.ZERO);
    fixture.active(100, 1, "5000", "10");
    fixture.step();
    assertThat(plants())
        .extracting(r -> ((Call.Plant) r.call()).amount())
        .containsExactly(Kale.parse("5000"));
  }

  @Test
  void opensTheNextBlockWhenItIsDueAndCapsByWhatTheOldOneSaw() {
    fixture.step();
    fixture.tick();
    fixture.active(100, 1, "5000", "10");
    chain.close(60);
    fixture.step();
    assertThat(plants()).extracting(TransactionRequest::block).containsExactly(chain.index() + 1);
    assertThat(plants())
        .extracting(r -> ((Call.Plant) r.call()).amount())
        .containsExactly(Kale.parse("1000"));
    network.landAll();
    fixture.step();
    long index = chain.index();
    assertThat(plantings()).containsExactly(index + " PLANTED 10000000000 null null");
    assertThat(log.of(PlantingFinished.class)).contains(new PlantingFinished(index));
    assertThat(
            fixture.rows(
                "select opened_ledger = ? from block_operations where block_index = ?",
                chain.now().ledger(),
                index))
        .containsExactly("t");
  }

  @Test
  void finishesABlockInWhichNobodyIsToBePlanted() {
    fixture.step();
    long index = chain.index();
    assertThat(log.of(PlantingFinished.class)).containsExactly(new PlantingFinished(index));
    assertThat(
            fixture.rows(
                "select planted_at is not null, first_plant_ledger, last_plant_ledger"
                    + " from block_operations where block_index = ?",
                index))
        .containsExactly("t null null");
  }

  @Test
  void theXlmOfAWholeBlockSufficesExactly() {
    Xlm block = Xlm.ofStroops(30_000 + 2 * 14_000 + 13_000);
    fixture.active(50, 1, "1", FakeChain.RESERVE.plus(block).toString());
    fixture.active(50, 1, "1", FakeChain.RESERVE.plus(block).minus(Xlm.ofStroops(1)).toString());
    fixture.step();
    assertThat(plants()).hasSize(1);
    assertThat(plantings()).hasSize(1);
  }

  @Test
  void doesNotPlantWhoIsLeavingOrHeldBack() {
    Planter leaving = fixture.active(50, 1, "100", "10");
    Planter suspended = fixture.active(50, 1, "100", "10");
    fixture.move(leaving, "ACTIVE", "LEAVING");
    fixture.move(suspended, "ACTIVE", "SUSPENDED");
    fixture.step();
    assertThat(plants()).isEmpty();
    assertThat(plantings()).isEmpty();
  }

  @Test
  void plantsNothingWhileTheFarmIsPausedAndGoesOnAfter() {
    fixture.active(50, 1, "100", "10");
    chain.contract().pause();
    fixture.step();
    assertThat(plants()).isEmpty();
    chain.contract().unpause();
    chain.close(1);
    fixture.step();
    assertThat(plants()).hasSize(1);
  }

  @Test
  void keepsTheSettingsThatWereInForceWhenItAsked() {
    Planter farmer = fixture.active(50, 2, "100", "10");
    fixture.step();
    fixture.tick();
    fixture.settings(farmer, 10, 9);
    network.landAll();
    assertThat(fixture.rows("select stake_percentage, harvest_interval from plantings"))
        .containsExactly("50 2");
  }
}
