package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** What poolers owe those who have left. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorDebtsTest extends OperatorFixture {
  @Test
  void aDebtThatIsNotThereCanBeNeitherReleasedNorBooked() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    String debts = API + "debts/" + farmer.id();
    operator()
        .body(Map.of("why", "looked"))
        .post(debts + "/release")
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
    operator()
        .body(Map.of("transaction_hash", "ab".repeat(32), "why", "seen on chain"))
        .post(debts + "/paid")
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
    operator()
        .body(Map.of("transaction_hash", "no", "why", "seen on chain"))
        .post(debts + "/paid")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("transaction_hash"));
    assertThat(audit()).isEmpty();
  }

  @Test
  void xlmThatAPoolerOwesSinceTheSplitIsAmongItsDebts() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    Planter other = fixture.active(50, 1, "100", "10");
    left(other, 70, 0);
    left(farmer, 0, 0);
    late(farmer, 2_500_000);
    late(farmer, 0);
    late(farmer, 1_250_000);
    db.update(
        "insert into debt_payments (farmer_id, late_id, pooler_id, amount, xlm, claimable,"
            + " transaction_hash, at) select farmer_id, id, pooler_id, 0, debt_xlm, false, ?, at"
            + " from late_payouts where farmer_id = ? order by id limit 1",
        "cd".repeat(32),
        farmer.id());
    db.update(
        "insert into exit_obstacles (farmer_id, pooler_id, obstacle, detail, since)"
            + " values (?, ?, 'POOLER_XLM', 'needs some', now())",
        farmer.id(),
        farmer.pooler());
    String cursor =
        operator()
            .get(API + "debts?limit=2")
            .then()
            .statusCode(200)
            .body("items.farmer_id", equalTo(List.of(farmer.id() + "", farmer.id() + "")))
            .body("items.late", equalTo(List.of(true, true)))
            .body("items.amount", equalTo(List.of(0, 0)))
            .body("items.xlm", equalTo(List.of(1_250_000, 2_500_000)))
            .body("items[0].waiting_for", equalTo("POOLER_XLM"))
            .body("items[0].paid_at", nullValue())
            .body("items[1].waiting_for", nullValue())
            .body("items[1].transaction_hash", equalTo("cd".repeat(32)))
            .body("items[1].paid_at", notNullValue())
            .extract()
            .path("next_cursor");
    operator()
        .get(API + "debts?limit=2&cursor=" + cursor)
        .then()
        .body("items.farmer_id", equalTo(List.of(other.id() + "")))
        .body("items[0].late", equalTo(false))
        .body("items[0].amount", equalTo(70))
        .body("next_cursor", nullValue());
  }

  private void left(Planter farmer, long debt, long xlm) {
    db.update(
        "with paid as (insert into splits (farmer_id, pooler_id, earned, pooler_share, owed,"
            + " to_pooler, from_pooler, to_farmer, debt, debt_xlm, xlm_to_farmer, claimable,"
            + " ledger, at, unseen)"
            + " select id, pooler_id, 0, 0, ?, 0, 0, 0, ?, ?, 0, false, 1, now(), 'test'"
            + " from farmers where id = ? returning *)"
            + " insert into split_parts (farmer_id, pooler_id, earned, pooler_share, owed,"
            + " to_pooler, from_pooler, debt, withheld, debt_xlm)"
            + " select farmer_id, pooler_id, 0, 0, owed, 0, 0, debt, 0, debt_xlm from paid",
        debt,
        debt,
        xlm,
        farmer.id());
  }

  private void late(Planter farmer, long xlm) {
    db.update(
        "insert into late_payouts (farmer_id, pooler_id, kale, xlm, debt_xlm, claimable,"
            + " transaction_hash, ledger, at, unseen)"
            + " select id, pooler_id, 0, 0, ?, false, 'ab', 2, now(), 'test'"
            + " from farmers where id = ?",
        xlm,
        farmer.id());
  }
}
