package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.db.Db;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Worth;
import org.kalepool.testing.FarmedBlocks;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** What a plant or a work is worth, at 0.01 XLM for a KALE. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class PailWorthTest {
  /** Of 777 stroops of KALE. */
  private static final long REWARD = 7;

  @Inject Worth worth;
  @Inject StageFixture fixture;
  @Inject Db db;
  @Inject Books books;
  @Inject Clock clock;

  private FarmedBlocks blocks;
  private Planter farmer;

  @BeforeEach
  void farm() {
    fixture.clear();
    blocks = new FarmedBlocks(db, books, fixture);
    farmer = fixture.active(50, 1, "100", "10");
    ((SteppedClock) clock).advance(Duration.ofMinutes(2));
  }

  @AfterEach
  void forget() {
    fixture.clear();
    ((SteppedClock) clock).advance(Duration.ofMinutes(2));
  }

  private TransactionRequest request(Action action, long block) {
    Call call =
        switch (action) {
          case WORK -> new Call.Work(farmer.custodial(), Hash.ZERO, 1);
          case PLANT -> new Call.Plant(farmer.custodial(), Kale.ZERO);
          default -> new Call.Harvest(farmer.custodial(), block);
        };
    return new TransactionRequest(farmer.custodial(), action, farmer.id(), block, call, null);
  }

  @Test
  void aWorkIsWorthItsStakeAndWhatPailsBroughtLately() {
    blocks.block(10);
    blocks.farmed(farmer, 10);
    blocks.block(11);
    blocks.planted(farmer, 11);
    long stake = 1_000_011;
    assertThat(worth.stroops(request(Action.WORK, 11))).hasValue((777 + stake) / 100);
    assertThat(worth.stroops(request(Action.WORK, 12))).as("not planted").hasValue(REWARD);
    assertThat(worth.stroops(request(Action.PLANT, 12))).hasValue(REWARD);
    assertThat(worth.stroops(request(Action.HARVEST, 10))).as("it can wait").isEmpty();
  }

  @Test
  void whereThereIsAPriceThatIsWhatAKaleIsWorth() {
    blocks.block(10);
    blocks.farmed(farmer, 10);
    blocks.block(11);
    blocks.planted(farmer, 11);
    db.update(
        "insert into price_samples (at, units, source) values (?, ?, 'test')",
        clock.instant(),
        50_000_000_000L);
    ((SteppedClock) clock).advance(Duration.ofMinutes(2));
    assertThat(worth.stroops(request(Action.WORK, 11)))
        .as("at 0.0005 XLM")
        .hasValue((777 + 1_000_011) / 2_000);
    db.update("truncate price_samples");
  }

  @Test
  void nobodyKnowsWhatAPailIsWorthBeforeOneWasHarvested() {
    blocks.block(10);
    blocks.planted(farmer, 10);
    assertThat(worth.stroops(request(Action.WORK, 10))).isEmpty();
  }
}
