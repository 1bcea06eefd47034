package org.kalepool.farmer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.kalepool.testing.JsonAnswers.text;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.kalepool.db.Db;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Signer;

/** Farmers' calls, as they come over HTTP, on a network of accounts only. */
abstract class FarmerApiFixture {
  @Inject Poolers poolers;
  @Inject Farmers farmers;
  @Inject Signer signer;
  @Inject StepwiseChain chain;
  @Inject RequestedTransactions transactions;
  @Inject Onboarding onboarding;
  @Inject Db db;

  @AfterEach
  void networkUp() {
    chain.down(false);
  }

  Response register(String payout, int stake, int interval) {
    return register(payout, stake, interval, null);
  }

  Response register(String payout, int stake, int interval, @Nullable String key) {
    return register(wish(payout, stake, interval), key);
  }

  static Response register(Map<String, Object> wish, @Nullable String key) {
    var request = given().contentType("application/json").body(wish);
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return request.post("/api/v1/farmers");
  }

  Map<String, Object> wish(String payout, int stake, int interval) {
    return new HashMap<>(
        Map.of(
            "pooler_id", poolers.own().id().toString(),
            "payout_wallet", payout,
            "stake_percentage", stake,
            "harvest_interval", interval));
  }

  static RequestSpecification bearer(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  static Response get(Response farmer, String path) {
    return bearer(text(farmer, "token")).get("/api/v1/farmers/" + text(farmer, "farmer_id") + path);
  }

  static Response confirm(Response farmer) {
    return bearer(text(farmer, "token"))
        .post("/api/v1/farmers/" + text(farmer, "farmer_id") + "/confirm-funding");
  }

  static ValidatableResponse problem(Response response, int status, String code) {
    return response
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("code", equalTo(code))
        .body("status", equalTo(status));
  }

  void depart(UUID id) {
    FarmerState state = farmers.find(id).orElseThrow().state();
    assertThat(farmers.move(id, state, FarmerState.DEPARTED, "operator", "test")).isTrue();
  }

  long farmerCount() {
    return db.one(
            "select (select count(*) from farmers) + (select count(*) from wallets where owner <>"
                + " '00000000-0000-0000-0000-000000000001')"
                + " + (select count(*) from idempotency_keys)",
            row -> row.getLong(1))
        .orElseThrow();
  }

  long taken() {
    return db.one(
            "select count(*) from farmers where funded_at is not null and state <> 'DEPARTED'",
            row -> row.getLong(1))
        .orElseThrow();
  }
}
