package org.kalepool.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.EventLog;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class PlantTest {
  @Inject Books books;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject EventLog log;
  @Inject StageFixture fixture;

  @BeforeEach
  void begin() {
    fixture.clear();
    chain.reset();
    transactions.reset();
    log.clear();
  }

  private List<TransactionRequest> plants() {
    return transactions.open().stream().filter(r -> r.action() == Action.PLANT).toList();
  }

  private List<String> plantings() {
    return fixture.rows(
        "select block_index, status, stake, cause, debtor from plantings order by id");
  }

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
    transactions.landAll();
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
    transactions.landAll();
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
    transactions.landAll();
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
                "select planted_at is not null, first_plant_at, last_plant_ledger"
                    + " from block_operations where block_index = ?",
                index))
        .containsExactly("t null null");
  }

  @Test
  void recordsWhatTheFarmerLacksAsTheFarmersCauseAndGoesOnWithOthers() {
    Planter poor = fixture.active(50, 1, "100", "1.505");
    Planter bare = fixture.active(50, 1, "0", "10");
    chain.removeTrustline(bare.custodial());
    Planter gone = fixture.active(50, 1, "0", "10");
    chain.removeAccount(gone.custodial());
    Planter well = fixture.active(50, 1, "100", "10");
    fixture.step();
    long index = chain.index();
    assertThat(plants()).extracting(TransactionRequest::farmer).containsExactly(well.id());
    assertThat(fixture.rows("select farmer_id, cause, debtor from plantings order by id"))
        .containsExactlyInAnyOrder(
            poor.id() + " INSUFFICIENT_XLM FARMER",
            bare.id() + " NO_TRUSTLINE FARMER",
            gone.id() + " ACCOUNT_MISSING FARMER");
    transactions.landAll();
    fixture.step();
    assertThat(log.of(PlantingFinished.class)).containsExactly(new PlantingFinished(index));
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
  void triesAgainWhileTheBlockRunsWhenThatCanHelp() {
    fixture.active(50, 1, "100", "10");
    fixture.step();
    transactions.fail(plants().getFirst(), Cause.FOOTPRINT_CHANGED);
    assertThat(plantings()).isEmpty();
    chain.close(1);
    fixture.step();
    assertThat(plants()).hasSize(1);
    transactions.landAll();
    assertThat(plantings()).containsExactly(chain.index() + " PLANTED 500000000 null null");
  }

  @Test
  void givesUpAfterTheLastAttemptWithItsCause() {
    fixture.active(50, 1, "100", "10");
    for (int i = 0; i < 6; i++) {
      fixture.step();
      transactions.refuse(plants().getFirst(), Cause.RESOURCES_EXCEEDED);
      chain.close(1);
    }
    fixture.step();
    assertThat(plants()).isEmpty();
    assertThat(plantings()).containsExactly(chain.index() + " FAILED 0 RESOURCES_EXCEEDED POOLER");
    assertThat(fixture.text("select detail from plantings")).isEqualTo("by the test");
  }

  @Test
  void aPoolThatIsAloneGoesOnUntilTheBlockThatIsDueOpens() {
    fixture.active(50, 1, "100", "10");
    chain.close(60);
    for (int i = 0; i < 9; i++) {
      fixture.step();
      assertThat(plants()).as("try " + i).hasSize(1);
      transactions.refuse(plants().getFirst(), Cause.RESOURCES_EXCEEDED);
      chain.close(1);
    }
    assertThat(fixture.rows("select 1 from plantings where block_index > ?", chain.index()))
        .isEmpty();
  }

  @Test
  void givesUpAtOnceWhereAnotherAttemptCannotHelp() {
    fixture.active(50, 1, "100", "10");
    fixture.step();
    transactions.refuse(plants().getFirst(), Cause.NO_TRUSTLINE);
    chain.close(1);
    fixture.step();
    assertThat(plants()).isEmpty();
    assertThat(plantings()).containsExactly(chain.index() + " FAILED 0 NO_TRUSTLINE FARMER");
  }

  @Test
  void readsTheTrueStakeWhenAlreadyPlanted() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    chain.contract().plant(chain.now(), farmer.custodial(), BigInteger.valueOf(123));
    long ledger = chain.now().ledger();
    fixture.step();
    transactions.refuse(plants().getFirst(), Cause.ALREADY_PLANTED);
    chain.close(1);
    fixture.step();
    assertThat(fixture.rows("select status, stake, ledger from plantings"))
        .containsExactly("PLANTED 123 " + ledger);
    assertThat(books.position(farmer.id()).staked()).isEqualTo(Kale.ofStroops(123));
    assertThat(log.of(FarmerPlanted.class)).hasSize(1);
  }

  @Test
  void booksAPlantUnderTheBlockItIsReallyIn() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    TransactionRequest request = plants().getFirst();
    long asked = chain.index();
    transactions.end(
        request,
        new Outcome.Landed(
            org.kalepool.kale.Hash.ZERO, chain.now().ledger(), 1, Xlm.ZERO, asked + 1, null, null));
    assertThat(plantings()).containsExactly((asked + 1) + " PLANTED 500000000 null null");
    assertThat(log.of(FarmerPlanted.class))
        .containsExactly(new FarmerPlanted(farmer.id(), asked + 1));
  }

  @Test
  void givesTheCauseOfAPlantThatExpiredWithItsBlock() {
    fixture.active(50, 1, "100", "10");
    fixture.step();
    long index = chain.index();
    TransactionRequest request = plants().getFirst();
    chain.openNext();
    fixture.step();
    assertThat(fixture.rows("select 1 from plantings")).isEmpty();
    transactions.refuse(request, Cause.EXPIRED);
    chain.close(1);
    fixture.step();
    assertThat(plantings()).containsExactly(index + " FAILED 0 EXPIRED NETWORK");
  }

  @Test
  void recordsBlocksItWasAwayForOnlyForThoseWhoWereActive() {
    fixture.active(50, 1, "100", "10");
    chain.close(50);
    fixture.step();
    long index = chain.index();
    assertThat(plantings()).containsExactly(index + " FAILED 0 BLOCK_CLOSED POOLER");
    fixture.step();
    fixture.active(50, 1, "100", "10");
    fixture.step();
    assertThat(plantings()).hasSize(1);
    assertThat(plants()).isEmpty();
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
    transactions.landAll();
    assertThat(fixture.rows("select stake_percentage, harvest_interval from plantings"))
        .containsExactly("50 2");
  }

  @Test
  void waitsOutANetworkThatCannotBeRead() {
    fixture.step();
    fixture.active(50, 1, "100", "10");
    chain.setDown(true);
    fixture.step();
    assertThat(plants()).isEmpty();
    assertThat(plantings()).isEmpty();
    chain.setDown(false);
    fixture.step();
    fixture.step();
    fixture.step();
    assertThat(plants()).hasSize(1);
  }
}
