package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Whether farming pays, as operators and farmers are told. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorProfitTest extends OperatorFixture {
  @Inject Clock clock;

  @AfterEach
  void forgetThePrice() {
    db.update("truncate price_samples, block_fields, block_figures, day_figures");
    ((SteppedClock) clock).advance(Duration.ofSeconds(10));
  }

  /** Three blocks of ten pails, of which a tenth more was expected than came. */
  private void know(long units) {
    for (int back = 1; back <= 3; back++) {
      db.update(
          "insert into block_fields (block_index, parts, own_parts, forfeited, expected, came,"
              + " factor, pails, works, zeros, at) values (?, 80, 20, 0, 110, 100, 1, 10, 12, 6,"
              + " ?)",
          chain.index() - back,
          clock.instant());
    }
    db.update(
        "insert into price_samples (at, units, source) values (?, ?, 'test')",
        clock.instant(),
        units);
    ((SteppedClock) clock).advance(Duration.ofSeconds(10));
  }

  @Test
  void withoutAPriceThereIsNothingToReckonWith() {
    operator()
        .get(API + "profit")
        .then()
        .statusCode(200)
        .body("price.xlm_per_kale", nullValue())
        .body("forecast", nullValue())
        .body("margins", nullValue())
        .body("choices.blocks", equalTo(0));
  }

  @Test
  void operatorsSeePriceErrorMarginsAndDays() {
    fixture.active(50, 1, "100", "10");
    know(50_000_000_000L);
    fixture.step();
    db.update(
        "insert into day_figures (day, blocks, seconds, farmers, planted, worked, harvested, lost,"
            + " rewards, fees, pooler_share, compensations) values (?::date, 10, 300, 20, 20, 20,"
            + " 20, 0, 2000000000, 800000, 1000000000, 0)",
        clock.instant().toString());
    db.update(
        "insert into block_figures (block_index, opened_time, seconds, farmers, planted, worked,"
            + " harvested, lost, rewards, fees, pooler_share, compensations) values (7, ?, 300, 2,"
            + " 2, 1, 1, 1, 2000000000, 800000, 1000000000, 200000000)",
        clock.instant().getEpochSecond());
    operator()
        .get(API + "profit")
        .then()
        .statusCode(200)
        .body("price.xlm_per_kale", equalTo("0.0005"))
        .body("forecast.blocks", equalTo(3))
        .body("margins.pails", equalTo(10))
        .body("margins.reward.longValue()", greaterThan(0L))
        .body("margins.one_more_farmer", greaterThan(0))
        .body("margins.one_more_gigahash", greaterThan(0))
        // 200 KALE at 0.0005, the poolers' half of it; a farmer's half less fees, 2 pails a block
        .body("days.find { it.blocks == 10 }.came.price", equalTo("0.0005"))
        .body("days.find { it.blocks == 10 }.came.revenue_xlm", equalTo(1_000_000))
        .body("days.find { it.blocks == 10 }.came.poolers_xlm", equalTo(500_000))
        .body("days.find { it.blocks == 10 }.came.farmers_xlm", equalTo(-150_000))
        .body("blocks.find { it.block_index == 7 }.planted", equalTo(2))
        .body("blocks.find { it.block_index == 7 }.came.compensations", equalTo(200_000_000))
        .body("blocks.find { it.block_index == 7 }.came.poolers_xlm", equalTo(400_000))
        // 120 KALE at 0.0005, 0.08 XLM of fees, two pails
        .body("blocks.find { it.block_index == 7 }.came.farmers_xlm", equalTo(-100_000));
  }

  @Test
  void aFarmerSeesWhatWasChosenWhatWasSavedAndWhichStakeEarnsMost() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    know(100_000_000L);
    fixture.step();
    db.update(
        "insert into farm_choice_totals (farmer_id, blocks, skipped, unstaked, saved, expected,"
            + " came, always, behind) values (?, 7, 3, 1, 12345, 70, 60, 1000, -10)",
        farmer.id());
    String base = "/api/v1/farmers/" + farmer.id() + "/paying";
    operator()
        .get(base)
        .then()
        .statusCode(200)
        .body("price", equalTo("0.000001"))
        .body("earned.kale", equalTo(0))
        .body("earned.fees", equalTo(0))
        .body("earned.profit", equalTo(0))
        .body("totals.skipped", equalTo(3))
        .body("totals.saved", equalTo(12_345))
        .body("bound.most_behind", equalTo(1.0f))
        .body("bound.room", equalTo(20))
        .body("advice.percentages", hasSize(21))
        .body("advice.max_stake", equalTo(10_000_000_000L));
    operator()
        .get(base + "/choices")
        .then()
        .statusCode(200)
        .body("items", hasSize(1))
        .body("items[0].choice", equalTo("SKIP"))
        .body("items[0].farm_when", equalTo("when_it_pays_me"))
        .body("items[0].saved", greaterThan(0))
        .body("items[0].came", nullValue());
    assertThat(audit()).isEmpty();
  }
}
