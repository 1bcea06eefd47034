package org.kalepool.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a farmer can see and do from outside, from joining to the payout. */
abstract class FarmersSuite extends PoolVisitor {
  private static final long KALE = 10_000_000;

  @Test
  void keepsFarmersApart() {
    Joined one = joined(1, 0);
    Joined other = joined(2, 0);
    problem(as(one).get("/api/v1/farmers/" + other.id()).then(), 403, "forbidden");
    as(one)
        .get(one.path())
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("state", equalTo("REGISTERED"));
    as(one)
        .contentType(ContentType.JSON)
        .body("{\"stake_percentage\":80}")
        .patch(one.path() + "/settings")
        .then()
        .statusCode(200)
        .body("stake_percentage", equalTo(80))
        .body("harvest_interval", equalTo(1));
  }

  @Test
  void givesTheSameAnswerToARequestThatIsSentAgain() {
    String body = wish(3, 25);
    String key = "black-box-" + body.hashCode();
    Map<String, Object> first = joinedUnder(key, body);
    Map<String, Object> second = joinedUnder(key, body);
    assertThat(second).isEqualTo(first);
    assertThat(text(first, "token")).startsWith("kf_");
  }

  private Map<String, Object> joinedUnder(String key, String body) {
    return pool()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key)
        .body(body)
        .post("/api/v1/farmers")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getMap("");
  }

  /** Joins, farms, harvests, leaves: the whole life of a farmer, and the money of it. */
  @Test
  void farmsForAFarmerFromJoiningToThePayout() {
    Joined farmer = joined(4, 50);
    give(poolerWallet(), 1);
    give(farmer.payout(), 0);
    give(farmer.custodial(), 0);
    as(farmer).post(farmer.path() + "/confirm-funding").then().statusCode(200);
    awaitState(farmer, "ACTIVE");
    give(farmer.custodial(), 1000);

    Map<String, Object> planting = awaitStake(farmer, "plantings", "PLANTED");
    assertThat(planting.get("stake_percentage")).isEqualTo(50);
    assertThat(text(planting, "plant_tx_hash")).matches("[0-9a-f]{64}");
    Map<String, Object> harvest = awaitStake(farmer, "harvests", "HARVESTED");
    assertThat(number(harvest, "reward_amount")).isPositive();
    assertThat(text(harvest, "harvest_tx_hash")).matches("[0-9a-f]{64}");
    // Block 0 pays for no zeros, as none were seen before it.
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                list(farmer, "works").getList("items.zeros", Integer.class).stream()
                    .anyMatch(zeros -> zeros != null && zeros > 0));
    pool()
        .get("/api/v1/blocks/" + planting.get("block_index"))
        .then()
        .statusCode(200)
        .body("planted", greaterThan(0));

    as(farmer).post(farmer.path() + "/exit").then().statusCode(202);
    awaitState(farmer, "DEPARTED");
    checkTheMoney(farmer);
  }

  private void checkTheMoney(Joined farmer) {
    JsonPath account = as(farmer).get(farmer.path() + "/statement").then().extract().jsonPath();
    long earned = account.getLong("earned");
    assertThat(account.getLong("deposited")).isEqualTo(1000 * KALE);
    assertThat(earned).isPositive();
    // On a slow machine a work may come too late: the pooler makes up for the stake.
    assertThat(account.getLong("pooler_share"))
        .isEqualTo(Math.max(earned / 2 - account.getLong("compensation"), 0));
    assertThat(account.getLong("paid_out"))
        .isEqualTo(
            1000 * KALE
                + earned
                - earned / 2
                - account.getLong("forfeited")
                + account.getLong("compensation"));
    assertThat(account.getLong("still_open")).isZero();
    JsonPath payout = as(farmer).get(farmer.path()).then().extract().jsonPath();
    assertThat(payout.getLong("payout.to_farmer")).isEqualTo(account.getLong("paid_out"));
    assertThat(payout.getString("payout.transaction_hash")).matches("[0-9a-f]{64}");
    JsonPath journal = list(farmer, "journal");
    List<List<Map<String, Object>>> entries = journal.getList("items.lines");
    assertThat(entries).isNotEmpty();
    for (List<Map<String, Object>> lines : entries) {
      assertThat(lines.stream().mapToLong(line -> number(line, "amount")).sum()).isZero();
    }
  }
}
