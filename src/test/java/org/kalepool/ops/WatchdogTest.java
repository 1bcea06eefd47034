package org.kalepool.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class WatchdogTest {
  @Inject StageFixture fixture;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject OpenRows open;
  @Inject StuckFinder finder;
  @Inject Watchdog watchdog;
  @Inject Clock clock;
  @Inject Db db;

  @BeforeEach
  void begin() {
    fixture.clear();
    db.update("delete from exit_obstacles");
    chain.reset();
    transactions.clear();
    fixture.step();
    watchdog.sweep();
  }

  private void wait(String duration) {
    ((SteppedClock) clock).advance(Duration.parse(duration));
  }

  private List<String> found() {
    return finder.find().stream().map(stuck -> stuck.code() + " " + stuck.subject()).toList();
  }

  @Test
  void findsATransactionWhoseValidityIsLongOver() {
    Planter farmer = fixture.registered(50, 1);
    long now = chain.now().time();
    open.sent(farmer, 5, "PLANT", now - 180);
    assertThat(found()).isEmpty();
    long id = open.sent(fixture.registered(50, 1), 5, "PLANT", now - 181);
    assertThat(found()).containsExactly("transaction_overdue " + id);
    Stuck stuck = finder.find().getFirst();
    assertThat(stuck.detail()).isEqualTo("PLANT after 1 attempts, last answer: PENDING");
    assertThat(stuck.commands())
        .containsExactly(
            "POST /api/v1/operator/transactions/" + id + "/retry",
            "POST /api/v1/operator/transactions/" + id + "/give-up");
    assertThat(stuck.severe()).isTrue();
  }

  @Test
  void findsAWishThatNobodySends() {
    long id = open.queued(fixture.registered(50, 1), 5, "HARVEST");
    wait("PT10M");
    assertThat(found()).isEmpty();
    wait("PT1S");
    assertThat(found()).containsExactly("transaction_queued " + id);
  }

  @Test
  void findsFarmersThatDoNotMoveOn() {
    Planter funded = fixture.registered(50, 1);
    fixture.move(funded, "REGISTERED", "FUNDED");
    Planter leaving = fixture.active(50, 1, "100", "10");
    fixture.move(leaving, "ACTIVE", "LEAVING");
    db.update(
        "insert into exit_obstacles (farmer_id, obstacle, detail, since)"
            + " values (?, 'PAYOUT_MISSING', 'GABC', ?)",
        leaving.id(),
        clock.instant());
    Planter suspended = fixture.active(50, 1, "100", "10");
    db.update(
        "insert into farmer_events (farmer_id, from_state, to_state, by_whom, why, at)"
            + " values (?, 'ACTIVE', 'SUSPENDED', 'pool', 'kale: books 5, chain 4', ?)",
        suspended.id(),
        clock.instant());
    Planter decided = fixture.active(50, 1, "100", "10");
    fixture.move(decided, "ACTIVE", "SUSPENDED");
    wait("PT30M");
    assertThat(found())
        .containsExactly("farmer_funded " + funded.id(), "farmer_suspended " + suspended.id());
    wait("PT1S");
    List<Stuck> all = finder.find();
    assertThat(all)
        .extracting(Stuck::detail)
        .containsExactly("by the test", "PAYOUT_MISSING: GABC", "kale: books 5, chain 4");
    assertThat(all.get(1).commands())
        .containsExactly(
            "POST /api/v1/farmers/" + leaving.id() + "/exit",
            "POST /api/v1/operator/farmers/" + leaving.id() + "/suspend");
  }

  @Test
  void findsARegistrationThatNobodyPaysFor() {
    Planter unpaid = fixture.registered(50, 1);
    wait("PT168H");
    assertThat(found()).isEmpty();
    wait("PT1S");
    assertThat(found()).containsExactly("farmer_registered " + unpaid.id());
    Stuck stuck = finder.find().getFirst();
    assertThat(stuck.detail()).isEqualTo("no XLM has arrived");
    assertThat(stuck.severe()).isFalse();
    assertThat(stuck.commands())
        .containsExactly(
            "POST /api/v1/farmers/" + unpaid.id() + "/confirm-funding",
            "POST /api/v1/farmers/" + unpaid.id() + "/exit");
  }

  @Test
  void findsABlockThatIsOverAndNotFinishedAndWhatHoldsItUp() {
    db.update(
        "insert into block_operations (block_index, opened_time, seen_ledger, seen_at, closed_at)"
            + " values (3, 1, 1, ?, ?)",
        clock.instant(),
        clock.instant());
    long plant = open.queued(fixture.registered(50, 1), 3, "PLANT");
    long other = open.queued(fixture.registered(50, 1), 3, "HARVEST");
    wait("PT10M1S");
    assertThat(found())
        .containsExactly(
            "transaction_queued " + plant,
            "transaction_queued " + other,
            "block_planting 3",
            "block_work 3");
    assertThat(finder.find().get(2).commands())
        .containsExactly(
            "POST /api/v1/operator/transactions/" + plant + "/retry",
            "POST /api/v1/operator/transactions/" + plant + "/give-up");
    db.update(
        "update block_operations set planted_at = ?, worked_at = ? where block_index = 3",
        clock.instant(),
        clock.instant());
    assertThat(found()).doesNotContain("block_planting 3", "block_work 3");
  }

  @Test
  void findsAPailThatIsAboutToExpire() {
    Planter farmer = fixture.registered(50, 1);
    long block = chain.index() - 1;
    long ledger = chain.now().ledger();
    planted(farmer, block, ledger + 61 - FakeChain.TTL);
    assertThat(found()).isEmpty();
    Planter late = fixture.registered(50, 1);
    planted(late, block, ledger + 60 - FakeChain.TTL);
    assertThat(found()).containsExactly("pail_expiring " + late.id() + "/" + block);
    assertThat(finder.find().getFirst().detail())
        .isEqualTo("77 stroops, ledgers left to harvest: 59");
  }

  private void planted(Planter farmer, long block, long ledger) {
    db.update(
        "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
            + " stake_percentage, harvest_interval, ledger, planted_at)"
            + " values (?, ?, ?, 'PLANTED', 77, 50, 1, ?, ?)",
        block,
        farmer.id(),
        farmer.pooler(),
        ledger,
        clock.instant());
  }

  @Test
  void tellsHealthAndMetricsWithoutTurningFarmersAway() {
    Planter funded = fixture.registered(50, 1);
    fixture.move(funded, "REGISTERED", "FUNDED");
    wait("PT16M");
    watchdog.sweep();
    Management.given()
        .get("/q/health/well")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'watchdog' }.status", equalTo("UP"))
        .body("checks.find { it.name == 'watchdog' }.data.farmer_funded", equalTo(1));
    Management.given()
        .get("/q/metrics")
        .then()
        .body(containsString("kale_watchdog_stuck{kind=\"farmer_funded\"} 1.0"))
        .body(containsString("kale_watchdog_stuck{kind=\"pail_expiring\"} 0.0"));
    open.sent(funded, 5, "TRUSTLINE", chain.now().time() - 500);
    watchdog.sweep();
    Management.given().get("/q/health/well").then().statusCode(503);
    Management.given().get("/q/health/ready").then().body("checks.name", not(contains("watchdog")));
    given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .get("/api/v1/operator/stuck")
        .then()
        .statusCode(200)
        .body("items.kind", contains("transaction_overdue", "farmer_funded"))
        .body("items.severe", contains(true, false))
        .body("items[1].subject", equalTo(funded.id().toString()))
        .body("items[1].since", equalTo(clock.instant().minusSeconds(960).toString()));
  }
}
