package org.kalepool.books;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** What a farmer had over time, as charts and programs get it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class BalancesTest extends ReconcilerFixture {
  @Inject Db db;

  @Inject ReconciliationRepository reconciliations;
  @Inject Clock clock;

  private static Response balances(UUID farmer) {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .get("/api/v1/farmers/" + farmer + "/balances");
  }

  /** A comparison after a block, as long ago as it takes. */
  private void compared(Planter farmer, long block, String at, long kale) {
    db.update(
        "insert into reconciliations (block_index, farmer_id, ledger, what, books, chain,"
            + " difference, at) values (?, ?, 1, 'block', ?, ?, 0, ?::timestamptz)",
        block,
        farmer.id(),
        kale,
        kale,
        at);
  }

  @Test
  void eachComparisonAfterABlockIsAPointAndTheDaysNewestIsTheDays() {
    Planter farmer = fixture.active(50, 9, "100", "10");
    Planter other = fixture.active(50, 9, "7", "10");
    fixture.step();
    network.landAll();
    long index = chain.index();
    chain.openNext();
    fixture.step();
    network.landAll();
    nextLedger();
    nextLedger();
    // half of what each has was planted, and nobody worked for it
    balances(farmer.id())
        .then()
        .statusCode(200)
        .body("blocks.block_index[0]", equalTo((int) index))
        .body("blocks.kale[0]", equalTo(500_000_000))
        .body("days.kale", contains(500_000_000))
        .body("days.block_index", contains((int) index));
    balances(other.id()).then().body("blocks.kale[0]", equalTo(35_000_000));
    Books.Position position = books.position(farmer.id());
    assertThat(position.custody().plus(position.staked()).stroops()).isEqualTo(500_000_000);
  }

  @Test
  void aDayKeepsItsNewestBlockWhateverComesLate() {
    Planter farmer = fixture.active(50, 9, "100", "10");
    record(farmer, 7, 70);
    record(farmer, 9, 90);
    record(farmer, 8, 80);
    record(farmer, 9, 91);
    balances(farmer.id())
        .then()
        .body("blocks.kale", contains(90, 80, 70))
        .body("days.kale", contains(90))
        .body("days.block_index", contains(9));
    reconcileOther(farmer);
    balances(farmer.id()).then().body("days.kale", contains(90));
  }

  private void record(Planter farmer, long block, long kale) {
    QuarkusTransaction.requiringNew()
        .run(() -> reconciliations.record(farmer.id(), block, 1, "block", kale, kale));
  }

  /** A difference that was found is no balance. */
  private void reconcileOther(Planter farmer) {
    QuarkusTransaction.requiringNew()
        .run(() -> reconciliations.record(farmer.id(), 10L, 1, "kale", 5, 4));
  }

  @Test
  void whatWasSpentOnFeesStandsBesideItByBlockAndByDay() {
    Planter farmer = fixture.active(50, 9, "100", "10");
    fee(farmer, 7, "fees:", 300);
    fee(farmer, 7, "advanced:", 50);
    record(farmer, 7, 70);
    ((SteppedClock) clock).advance(Duration.ofDays(1));
    fee(farmer, 8, "fees:", 20);
    record(farmer, 8, 80);
    fee(farmer, 7, "fees:", 1);
    record(farmer, 9, 90);
    balances(farmer.id())
        .then()
        .body("blocks.fees", contains(0, 20, 351))
        .body("days.fees", contains(21, null));
  }

  /** Of a deed in a block, paid by the farmer or for it. */
  private void fee(Planter farmer, long block, String account, long stroops) {
    db.update(
        "with e as (insert into journal_entries (key, kind, farmer_id, block_index, memo, at)"
            + " values (gen_random_uuid(), 'fee', ?, ?, 'PLANT', now()) returning id)"
            + " insert into journal_lines (entry_id, line, account, asset, amount)"
            + " select id, l, case l when 0 then 'xlm:' else ? end || ?, 'XLM', (l * 2 - 1) * ?"
            + " from e, generate_series(0, 1) l",
        farmer.id(),
        block,
        account,
        farmer.id(),
        stroops);
  }

  @Test
  void howManyThereAreIsBoundedAndTheNewestAreThere() {
    Planter farmer = fixture.active(50, 9, "100", "10");
    for (int block = 1; block <= 300; block++) {
      compared(farmer, block, "2025-12-01T00:00:00Z", block);
    }
    db.update(
        "insert into balance_days (farmer_id, day, block_index, kale)"
            + " select ?, date '2024-01-01' + n, n, n from generate_series(1, 400) n",
        farmer.id());
    Response all = balances(farmer.id());
    all.then().body("blocks", hasSize(288)).body("days", hasSize(366));
    List<Integer> days = all.path("days.block_index");
    assertThat(days.getFirst()).isEqualTo(400);
    assertThat(all.<Integer>path("blocks[0].block_index")).isEqualTo(300);
  }
}
