package org.kalepool.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;

/**
 * What a caller can see of a pool on a sandbox network at sixty times real speed, where a block
 * lasts five seconds. Who extends it says where the pool is.
 */
abstract class BlackBoxSuite {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PROBLEM = "application/problem+json";
  private static final long KALE = 10_000_000;

  /** Where the pool listens, without a slash at the end. */
  abstract String poolUrl();

  /** Where the network gives accounts money. */
  abstract String friendbotUrl();

  @Test
  void isAliveStartedAndReady() {
    pool().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
    pool()
        .get("/q/health/started")
        .then()
        .statusCode(200)
        .body("checks.name", hasItem("pooler"))
        .body("status", equalTo("UP"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                pool()
                    .get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("checks.name", hasItems("network", "blocks"))
                    .body("checks.status", equalTo(List.of("UP", "UP", "UP"))));
  }

  @Test
  void describesItsRoutesAndFields() {
    JsonPath document =
        pool().get("/q/openapi?format=json").then().statusCode(200).extract().jsonPath();
    assertThat(document.getString("info.title")).isEqualTo("kale-pool");
    assertThat(document.getMap("paths").keySet().stream().map(String::valueOf))
        .contains(
            "/api/v1/farmers",
            "/api/v1/farmers/{id}",
            "/api/v1/farmers/{id}/confirm-funding",
            "/api/v1/farmers/{id}/settings",
            "/api/v1/farmers/{id}/exit",
            "/api/v1/farmers/{id}/plantings",
            "/api/v1/farmers/{id}/works",
            "/api/v1/farmers/{id}/harvests",
            "/api/v1/farmers/{id}/journal",
            "/api/v1/farmers/{id}/statement",
            "/api/v1/poolers",
            "/api/v1/poolers/{id}",
            "/api/v1/blocks",
            "/api/v1/blocks/{index}",
            "/api/v1/stats",
            "/api/v1/events");
    assertThat(document.prettify()).contains("payout_wallet", "stake_percentage");
  }

  @Test
  void measuresItself() {
    pool().get("/api/v1/stats").then().statusCode(200);
    String figures = pool().get("/q/metrics").then().statusCode(200).extract().asString();
    assertThat(figures)
        .contains("http_server_requests_seconds_count{", "uri=\"/api/v1/stats\"")
        .contains("kale_rpc_reachable", "kale_work_threads", "jvm_memory_used_bytes")
        .contains("kale_rpc_calls_total{method=\"getLedgerEntries\"");
  }

  @Test
  void showsItsPoolerByItselfAndInTheList() {
    JsonPath list = pool().get("/api/v1/poolers").then().statusCode(200).extract().jsonPath();
    assertThat(list.getList("items")).hasSize(1);
    pool()
        .get("/api/v1/poolers/" + list.getString("items[0].pooler_id"))
        .then()
        .statusCode(200)
        .body("name", equalTo("pool"))
        .body("active", equalTo(true))
        .body("share_basis_points", equalTo(5000));
  }

  @Test
  void answersEveryMistakeWithAProblemDocument() {
    problem(pool().get("/nowhere").then(), 404, "not_found");
    problem(pool().get("/api/v1/blocks/99999999").then(), 404, "block_not_found");
    problem(pool().delete("/api/v1/poolers").then(), 405, "method_not_allowed");
    problem(
            pool().get("/api/v1/farmers/00000000-0000-0000-0000-000000000001").then(),
            401,
            "unauthorized")
        .header("WWW-Authenticate", "Bearer");
    problem(join("{\"pooler_id\":").then(), 400, "invalid_json");
    problem(join("{\"payout\":1}").then(), 422, "validation_failed")
        .body("errors.field", equalTo(List.of("payout")));
    problem(
            join("{\"payout_wallet\":\"GABC\",\"stake_percentage\":101,\"harvest_interval\":0}")
                .then(),
            422,
            "validation_failed")
        .body(
            "errors.field",
            equalTo(List.of("pooler_id", "payout_wallet", "stake_percentage", "harvest_interval")));
    problem(join(" ".repeat(70_000)).then(), 413, "body_too_large");
    problem(
        pool().contentType(ContentType.TEXT).body("{}").post("/api/v1/farmers").then(),
        415,
        "unsupported_media_type");
  }

  @Test
  void keepsFarmersApart() {
    Joined one = joined(1, 0);
    Joined other = joined(2, 0);
    problem(one.asFarmer(this).get("/api/v1/farmers/" + other.id()).then(), 403, "forbidden");
    one.asFarmer(this)
        .get(one.path())
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("state", equalTo("REGISTERED"));
    one.asFarmer(this)
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
    Map<String, Object> first =
        pool()
            .contentType(ContentType.JSON)
            .header("Idempotency-Key", key)
            .body(body)
            .post("/api/v1/farmers")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getMap("");
    Map<String, Object> second =
        pool()
            .contentType(ContentType.JSON)
            .header("Idempotency-Key", key)
            .body(body)
            .post("/api/v1/farmers")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getMap("");
    assertThat(second).isEqualTo(first);
    assertThat(text(first, "token")).startsWith("kf_");
  }

  @Test
  void tellsWhatHappensAsItHappens() throws IOException {
    URLConnection events = URI.create(poolUrl() + "/api/v1/events").toURL().openConnection();
    events.setReadTimeout((int) PATIENCE.toMillis());
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(events.getInputStream(), StandardCharsets.UTF_8))) {
      String first = lines.lines().filter(Predicate.not(String::isBlank)).findFirst().orElseThrow();
      assertThat(first).startsWith("data:");
      JsonPath event = JsonPath.from(first.substring("data:".length()));
      assertThat(event.getString("type")).matches("[a-z_]+");
      assertThat(event.getString("at")).endsWith("Z");
    }
  }

  /** Joins, farms, harvests, leaves: the whole life of a farmer, and the money of it. */
  @Test
  void farmsForAFarmerFromJoiningToThePayout() {
    Joined farmer = joined(4, 50);
    give(poolerWallet(), 1);
    give(farmer.payout(), 0);
    give(farmer.custodial(), 0);
    farmer.asFarmer(this).post(farmer.path() + "/confirm-funding").then().statusCode(200);
    awaitState(farmer, "ACTIVE");
    give(farmer.custodial(), 1000);

    Map<String, Object> planting = awaitStake(farmer, "plantings", "PLANTED");
    assertThat(planting.get("stake_percentage")).isEqualTo(50);
    assertThat(text(planting, "plant_tx_hash")).matches("[0-9a-f]{64}");
    Map<String, Object> harvest = awaitStake(farmer, "harvests", "HARVESTED");
    assertThat(number(harvest, "reward_amount")).isPositive();
    assertThat(text(harvest, "harvest_tx_hash")).matches("[0-9a-f]{64}");
    assertThat(list(farmer, "works").getList("items.zeros", Integer.class))
        .anyMatch(zeros -> zeros != null && zeros > 0);
    pool()
        .get("/api/v1/blocks/" + planting.get("block_index"))
        .then()
        .statusCode(200)
        .body("planted", greaterThan(0));

    farmer.asFarmer(this).post(farmer.path() + "/exit").then().statusCode(202);
    awaitState(farmer, "DEPARTED");
    checkTheMoney(farmer);
  }

  private void checkTheMoney(Joined farmer) {
    JsonPath account =
        farmer.asFarmer(this).get(farmer.path() + "/statement").then().extract().jsonPath();
    long earned = account.getLong("earned");
    assertThat(account.getLong("deposited")).isEqualTo(1000 * KALE);
    assertThat(earned).isPositive();
    assertThat(account.getLong("pooler_share")).isEqualTo(earned / 2);
    assertThat(account.getLong("paid_out"))
        .isEqualTo(
            1000 * KALE
                + earned
                - earned / 2
                - account.getLong("forfeited")
                + account.getLong("compensation"));
    assertThat(account.getLong("still_open")).isZero();
    JsonPath payout = farmer.asFarmer(this).get(farmer.path()).then().extract().jsonPath();
    assertThat(payout.getLong("payout.to_farmer")).isEqualTo(account.getLong("paid_out"));
    assertThat(payout.getString("payout.transaction_hash")).matches("[0-9a-f]{64}");
    JsonPath journal = list(farmer, "journal");
    List<List<Map<String, Object>>> entries = journal.getList("items.lines");
    assertThat(entries).isNotEmpty();
    for (List<Map<String, Object>> lines : entries) {
      assertThat(lines.stream().mapToLong(line -> number(line, "amount")).sum()).isZero();
    }
  }

  /** The oldest item with a stake that went well. */
  private Map<String, Object> awaitStake(Joined farmer, String what, String status) {
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

  private JsonPath list(Joined farmer, String what) {
    return farmer
        .asFarmer(this)
        .get(farmer.path() + "/" + what + "?limit=200")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private void awaitState(Joined farmer, String state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> farmer.asFarmer(this).get(farmer.path()).then().body("state", equalTo(state)));
  }

  /** A farmer as it knows itself. */
  private record Joined(String id, String token, String custodial, String payout) {
    String path() {
      return "/api/v1/farmers/" + id;
    }

    RequestSpecification asFarmer(BlackBoxSuite suite) {
      return suite.pool().header("Authorization", "Bearer " + token);
    }
  }

  private Joined joined(int number, int stakePercentage) {
    JsonPath answer =
        join(wish(number, stakePercentage))
            .then()
            .statusCode(201)
            .header("Location", startsWith("http"))
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

  private String wish(int number, int stakePercentage) {
    String pooler = pool().get("/api/v1/poolers").jsonPath().getString("items[0].pooler_id");
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) number);
    return """
        {"pooler_id": "%s", "payout_wallet": "%s", "stake_percentage": %d, "harvest_interval": 1}
        """
        .formatted(pooler, Address.account(key).text(), stakePercentage);
  }

  private Response join(String body) {
    return pool().contentType(ContentType.JSON).body(body).post("/api/v1/farmers");
  }

  private String poolerWallet() {
    return pool()
        .get("/q/health/started")
        .jsonPath()
        .getString("checks.find { it.name == 'pooler' }.data.wallet");
  }

  private void give(String account, long kale) {
    RestAssured.given()
        .queryParam("addr", account)
        .queryParam("kale", kale)
        .get(friendbotUrl())
        .then()
        .statusCode(200)
        .body("successful", equalTo(true));
  }

  private RequestSpecification pool() {
    return RestAssured.given().baseUri(poolUrl());
  }

  private static long number(Map<String, Object> item, String field) {
    return Long.parseLong(text(item, field));
  }

  private static String text(Map<String, Object> item, String field) {
    return String.valueOf(item.get(field));
  }

  private static ValidatableResponse problem(
      ValidatableResponse response, int status, String code) {
    return response
        .statusCode(status)
        .contentType(PROBLEM)
        .body("code", equalTo(code))
        .body("status", equalTo(status))
        .body("type", equalTo("urn:kale-pool:problem:" + code));
  }
}
