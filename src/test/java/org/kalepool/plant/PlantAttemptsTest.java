package org.kalepool.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** What becomes of plants that do not land, or not as asked. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class PlantAttemptsTest extends PlantFixture {
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
    network.landAll();
    fixture.step();
    assertThat(log.of(PlantingFinished.class)).containsExactly(new PlantingFinished(index));
  }

  @Test
  void triesAgainWhileTheBlockRunsWhenThatCanHelp() {
    fixture.active(50, 1, "100", "10");
    fixture.step();
    network.fail(plants().getFirst(), Cause.FOOTPRINT_CHANGED);
    assertThat(plantings()).isEmpty();
    chain.close(1);
    fixture.step();
    assertThat(plants()).hasSize(1);
    network.landAll();
    assertThat(plantings()).containsExactly(chain.index() + " PLANTED 500000000 null null");
  }

  @Test
  void givesUpAfterTheLastAttemptWithItsCause() {
    fixture.active(50, 1, "100", "10");
    for (int i = 0; i < 6; i++) {
      fixture.step();
      network.refuse(plants().getFirst(), Cause.RESOURCES_EXCEEDED);
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
      network.refuse(plants().getFirst(), Cause.RESOURCES_EXCEEDED);
      chain.close(1);
    }
    assertThat(fixture.rows("select 1 from plantings where block_index > ?", chain.index()))
        .isEmpty();
  }

  @Test
  void givesUpAtOnceWhereAnotherAttemptCannotHelp() {
    fixture.active(50, 1, "100", "10");
    fixture.step();
    network.refuse(plants().getFirst(), Cause.NO_TRUSTLINE);
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
    network.refuse(plants().getFirst(), Cause.ALREADY_PLANTED);
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
    network.end(
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
    network.refuse(request, Cause.EXPIRED);
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
