package org.kalepool.blackbox;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.kalepool.kale.Address;

/** The calls of a visitor to a pool: as anybody, as a farmer, as an operator. */
abstract class PoolVisitor {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Every pool that is visited is started with it. */
  static final String OPERATOR_KEY = "black-box-operators-0123456789";

  /** Where the pool listens, without a slash at the end. */
  abstract String poolUrl();

  /** Where its operators watch it, without a slash at the end. */
  abstract String managementUrl();

  /** Where the network gives accounts money. */
  abstract String friendbotUrl();

  /** A farmer as it knows itself. */
  record Joined(String id, String token, String custodial, String payout) {
    String path() {
      return "/api/v1/farmers/" + id;
    }
  }

  final RequestSpecification pool() {
    return RestAssured.given().baseUri(poolUrl());
  }

  final RequestSpecification management() {
    return RestAssured.given().baseUri(managementUrl());
  }

  final RequestSpecification as(Joined farmer) {
    return pool().header("Authorization", "Bearer " + farmer.token());
  }

  final RequestSpecification asOperator() {
    return pool()
        .basePath("/api/v1/operator")
        .contentType(ContentType.JSON)
        .header("Authorization", "Bearer " + OPERATOR_KEY);
  }

  final Joined joined(int number, int stakePercentage) {
    JsonPath answer =
        join(wish(number, stakePercentage))
            .then()
            .statusCode(201)
            .header("Location", startsWith("/api/v1/farmers/"))
            .body("state", equalTo("REGISTERED"))
            .body("payment_uri", containsString("web+stellar:pay?destination=G"))
            .extract()
            .jsonPath();
    return new Joined(
        answer.getString("farmer_id"),
        answer.getString("token"),
        answer.getString("custodial_wallet"),
        answer.getString("payout_wallet"));
  }

  /** The body with which the farmer of this number joins. */
  final String wish(int number, int stakePercentage) {
    String pooler = pool().get("/api/v1/poolers").jsonPath().getString("items[0].pooler_id");
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) number);
    return """
        {"pooler_id": "%s", "payout_wallet": "%s", "stake_percentage": %d, "harvest_interval": 1}
        """
        .formatted(pooler, Address.account(key).text(), stakePercentage);
  }

  final Response join(String body) {
    return pool().contentType(ContentType.JSON).body(body).post("/api/v1/farmers");
  }

  /** The farmer's list, as much of it as fits a page. */
  final JsonPath list(Joined farmer, String what) {
    return as(farmer)
        .get(farmer.path() + "/" + what + "?limit=200")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** The oldest item with a stake that went well. */
  final Map<String, Object> awaitStake(Joined farmer, String what, String status) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                list(farmer, what).<Map<String, Object>>getList("items").stream()
                    .filter(item -> status.equals(item.get("status")))
                    .filter(item -> number(item, "stake_amount") > 0)
                    .reduce((newer, older) -> older),
            Optional::isPresent)
        .orElseThrow();
  }

  final void awaitState(Joined farmer, String state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> as(farmer).get(farmer.path()).then().body("state", equalTo(state)));
  }

  final String poolerWallet() {
    return management()
        .get("/q/health/started")
        .jsonPath()
        .getString("checks.find { it.name == 'pooler' }.data.wallet");
  }

  final void give(String account, long kale) {
    RestAssured.given()
        .queryParam("addr", account)
        .queryParam("kale", kale)
        .get(friendbotUrl())
        .then()
        .statusCode(200)
        .body("successful", equalTo(true));
  }

  static long number(Map<String, Object> item, String field) {
    return Long.parseLong(text(item, field));
  }

  static String text(Map<String, Object> item, String field) {
    return String.valueOf(item.get(field));
  }

  static ValidatableResponse problem(ValidatableResponse response, int status, String code) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("code", equalTo(code))
        .body("status", equalTo(status))
        .body("type", equalTo("urn:kale-pool:problem:" + code));
  }
}
