package org.kalepool.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** A farmer is planted where it pays, and without a price always. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class PlantWhenItPaysTest extends PlantFixture {
  private static final long CHEAP = 100_000_000L;
  private static final long DEAR = 1_000_000_000_000L;

  @Inject Db db;
  @Inject Clock clock;

  @BeforeEach
  void knowTheBlocksBefore() {
    for (int back = 1; back <= 3; back++) {
      db.update(
          "insert into block_fields (block_index, parts, own_parts, forfeited, expected, came,"
              + " factor, pails, works, zeros, at) values (?, 80, 10, 0, 0, 0, 1, 10, 12, 6, ?)",
          chain.index() - back,
          clock.instant());
    }
  }

  @AfterEach
  void forgetThePrice() {
    db.update("truncate price_samples, block_fields");
    ((SteppedClock) clock).advance(Duration.ofSeconds(10));
  }

  private void price(long units) {
    db.update("truncate price_samples");
    sample(units);
  }

  private void sample(long units) {
    db.update(
        "insert into price_samples (at, units, source) values (?, ?, 'test')",
        clock.instant(),
        units);
    ((SteppedClock) clock).advance(Duration.ofSeconds(10));
  }

  private void wants(Planter farmer, String when) {
    db.update(
        "insert into farmer_settings (farmer_id, stake_percentage, harvest_interval, farm_when,"
            + " by_whom, at) values (?, 50, 1, ?, 'farmer', ?)",
        farmer.id(),
        when,
        clock.instant());
  }

  private List<String> choices() {
    return fixture.rows(
        "select choice, stake, reward > 0, fees > 0, saved > 0, price from farm_choices"
            + " order by block_index");
  }

  @Test
  void whereItDoesNotPayNothingIsPlantedAndItIsNobodysFault() {
    fixture.active(50, 1, "100", "10");
    price(CHEAP);
    fixture.step();
    fixture.step();
    assertThat(plants()).isEmpty();
    assertThat(choices()).containsExactly("SKIP 0 f f t " + CHEAP);
    chain.close(50);
    fixture.step();
    fixture.step();
    assertThat(plantings()).containsExactly(chain.index() + " SKIPPED 0 NOT_PAYING null");
    assertThat(fixture.text("select detail from plantings")).contains("not planted saves 0.00");
    assertThat(log.of(PlantingFinished.class)).hasSize(1);
    assertThat(fixture.rows("select wished, planted, plant_failures from farmer_counters"))
        .containsExactly("0 0 0");
    assertThat(fixture.rows("select wished, planted, plant_failures from counted_farmers"))
        .containsExactly("0 0 0");
    assertThat(fixture.rows("select block_index from farmed_blocks"))
        .containsExactly(Long.toString(chain.index()));
  }

  @Test
  void whereItPaysTheStakeIsPlantedAndItIsStoredWhatIsExpected() {
    fixture.active(50, 1, "100", "10");
    price(DEAR);
    fixture.step();
    assertThat(stakes()).containsExactly(Kale.parse("50"));
    assertThat(choices()).containsExactly("STAKE 500000000 t t f " + DEAR);
  }

  @Test
  void whoeverFarmsAlwaysIsPlantedAtAnyPrice() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    wants(farmer, "ALWAYS");
    price(CHEAP);
    fixture.step();
    assertThat(stakes()).containsExactly(Kale.parse("50"));
  }

  @Test
  void withAPriceThatIsTooOldEverybodyFarms() {
    fixture.active(50, 1, "100", "10");
    price(CHEAP);
    ((SteppedClock) clock).advance(Duration.ofHours(3));
    fixture.step();
    assertThat(stakes()).containsExactly(Kale.parse("50"));
    assertThat(choices()).containsExactly("STAKE 500000000 t t f null");
  }

  @Test
  void aBlockThatNobodyOpensIsThoughtOverWhenThePriceComesBack() {
    fixture.active(50, 1, "100", "10");
    price(CHEAP);
    chain.close(60);
    fixture.step();
    assertThat(plants()).isEmpty();
    price(DEAR);
    fixture.step();
    assertThat(plants()).hasSize(1);
    assertThat(plants().getFirst().block()).isEqualTo(chain.index() + 1);
  }

  @Test
  void whoWasSkippedForASurgeIsPlantedWhenThatIsOverThoughTheBlockRuns() {
    fixture.active(50, 1, "100", "10");
    price(DEAR);
    chain.surge(Xlm.parse("1"));
    fixture.step();
    assertThat(choices()).containsExactly("SKIP 0 f f t " + DEAR);
    chain.close(2);
    fixture.step();
    assertThat(plants()).as("still a surge").isEmpty();
    chain.surge(Xlm.ZERO);
    chain.close(2);
    fixture.step();
    assertThat(stakes()).containsExactly(Kale.parse("50"));
    assertThat(plants().getFirst().block()).isEqualTo(chain.index());
    assertThat(choices()).containsExactly("STAKE 500000000 t t f " + DEAR);
  }

  @Test
  void aPriceThatHasRisenIsBelievedWhenItWasSeenTwice() {
    // who has brought so much can afford to be left out
    brought(fixture.active(50, 1, "100", "10"), "100");
    price(CHEAP);
    for (int look = 0; look < 20; look++) {
      sample(CHEAP);
    }
    sample(DEAR);
    fixture.step();
    assertThat(plants()).as("a trade of a moment").isEmpty();
    sample(DEAR);
    chain.close(1);
    fixture.step();
    assertThat(stakes()).containsExactly(Kale.parse("50"));
  }

  @Test
  void whatCameIsHeldAgainstWhatWasExpectedOnceTheBlockIsOver() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    price(DEAR);
    fixture.step();
    network.landAll();
    fixture.step();
    long index = chain.index();
    chain.close(20);
    Hash entropy = chain.block(index).orElseThrow().block().entropy();
    Hash hash = WorkHash.of(index, 1, entropy, farmer.custodial());
    long gap = chain.contract().work(chain.now(), farmer.custodial(), hash, 1);
    fixture.worked(farmer, index, hash, gap);
    chain.openNext();
    for (int i = 0; i < 4; i++) {
      fixture.step();
      chain.close(1);
    }
    long reward =
        fixture.number("select reward from expected_rewards where block_index = " + index);
    assertThat(fixture.number("select came from farm_choices where block_index = " + index))
        .isEqualTo(reward);
    assertThat(fixture.rows("select blocks, skipped, came from farm_choice_totals"))
        .containsExactly("1 0 " + reward);
    assertThat(fixture.number("select pails from block_fields where block_index = " + index))
        .isEqualTo(1);
  }

  private void brought(Planter farmer, String always) {
    db.update(
        "insert into farm_choice_totals (farmer_id, blocks, skipped, unstaked, saved, expected,"
            + " came, always, behind) values (?, 1000, 0, 0, 0, 0, 0, ?, 0)",
        farmer.id(),
        Xlm.parse(always).stroops());
  }

  /** The price falls after it had lasted, and the farmer has brought so much XLM in its blocks. */
  private Planter fallen(String always) {
    Planter farmer = fixture.active(50, 1, "100", "10");
    brought(farmer, always);
    db.update("truncate price_samples");
    for (int look = 0; look < 30; look++) {
      sample(DEAR);
    }
    ((SteppedClock) clock).advance(Duration.ofHours(1));
    sample(CHEAP);
    fixture.step();
    return farmer;
  }

  @Test
  void nobodyIsLeftOutWhoCouldNotAffordThatThePriceComesBack() {
    fallen("0.001");
    assertThat(stakes()).containsExactly(Kale.parse("50"));
    assertThat(fixture.number("select risked from farm_choices")).isZero();
  }

  @Test
  void whoCanAffordItIsLeftOutAndWhatThatMayCostIsNotRiskedTwice() {
    Planter farmer = fallen("100");
    assertThat(plants()).isEmpty();
    assertThat(choices()).containsExactly("SKIP 0 f f t " + CHEAP);
    long risked = fixture.number("select risked from farm_choices");
    assertThat(risked).isPositive();
    db.update("update farm_choice_totals set always = ?", risked * 150);
    chain.openNext();
    fixture.step();
    assertThat(stakes()).as("half of that is left for the next block").hasSize(1);
    assertThat(plants().getFirst().farmer()).isEqualTo(farmer.id());
  }

  @Test
  void whatItCostToBeLeftOutIsKnownOnceTheBlockIsOverAndCountedIn() {
    fallen("100");
    long index = chain.index();
    chain.openNext();
    for (int i = 0; i < 4; i++) {
      fixture.step();
      chain.close(1);
    }
    assertThat(fixture.number("select always from farm_choices where block_index = " + index))
        .isPositive();
    long fees = fixture.number("select wished_fees from farm_choices where block_index = " + index);
    assertThat(
            fixture.number("select behind - always from farm_choices where block_index = " + index))
        .isEqualTo(-fees);
    assertThat(fixture.rows("select blocks, skipped from farm_choice_totals"))
        .containsExactly("1001 1");
    assertThat(
            fixture.number(
                "select t.behind - c.behind from farm_choice_totals t join farm_choices c"
                    + " on c.farmer_id = t.farmer_id where c.block_index = "
                    + index))
        .isZero();
  }

  private List<Kale> stakes() {
    return plants().stream()
        .map(TransactionRequest::call)
        .map(call -> ((Call.Plant) call).amount())
        .toList();
  }
}
