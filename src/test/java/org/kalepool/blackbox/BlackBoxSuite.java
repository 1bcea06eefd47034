package org.kalepool.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What a caller can see of a pool on a sandbox network at sixty times real speed, where a block
 * lasts five seconds. Who extends it says where the pool is.
 */
abstract class BlackBoxSuite extends PoolVisitor {
  private static final long KALE = 10_000_000;

  @Test
  void isAliveStartedAndReady() {
    management().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
    management()
        .get("/q/health/started")
        .then()
        .statusCode(200)
        .body("checks.name", hasItem("pooler"))
        .body("status", equalTo("UP"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                management()
                    .get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("checks.name", hasItems("network", "blocks", "database", "leader"))
                    .body("checks.status", everyItem(equalTo("UP"))));
  }

  @Test
  void describesItsRoutesAndFields() {
    JsonPath document =
        management().get("/q/openapi?format=json").then().statusCode(200).extract().jsonPath();
    assertThat(document.getString("info.title")).isEqualTo("kale-pool");
    assertThat(document.getMap("paths").keySet().stream().map(String::valueOf))
        .contains(
            "/api/v1/farmers",
            "/api/v1/farmers/{id}",
            "/api/v1/farmers/{id}/confirm-funding",
            "/api/v1/farmers/{id}/settings",
            "/api/v1/farmers/{id}/exit",
            "/api/v1/farmers/{id}/claims",
            "/api/v1/farmers/{id}/plantings",
            "/api/v1/farmers/{id}/works",
            "/api/v1/farmers/{id}/harvests",
            "/api/v1/farmers/{id}/journal",
            "/api/v1/farmers/{id}/statement",
            "/api/v1/poolers",
            "/api/v1/poolers/{id}",
            "/api/v1/blocks",
            "/api/v1/blocks/{index}",
            "/api/v1/operator/status",
            "/api/v1/stats",
            "/api/v1/events");
    assertThat(document.prettify()).contains("payout_wallet", "stake_percentage");
  }

  @Test
  void measuresItself() {
    pool().get("/api/v1/stats").then().statusCode(200);
    String figures = management().get("/q/metrics").then().statusCode(200).extract().asString();
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
    problem(pool().delete("/api/v1/poolers").then(), 405, "method_not_allowed")
        .header("Allow", "GET, HEAD, OPTIONS");
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

  @Test
  void obeysItsOperators() {
    problem(pool().get("/api/v1/operator/status").then(), 401, "unauthorized");
    Joined farmer = joined(5, 10);
    operatorHolds(farmer);
    asOperator()
        .body(Map.of("why", "a test"))
        .post("/hashing/pause")
        .then()
        .statusCode(200)
        .body("paused", equalTo(true));
    asOperator().post("/hashing/resume").then().statusCode(200).body("paused", equalTo(false));
    asOperator()
        .body("{\"threads\":1}")
        .put("/hashing/threads")
        .then()
        .statusCode(200)
        .body("threads", equalTo(1))
        .body("alive", equalTo(true));
    asOperator().post("/reconcile").then().statusCode(200).body("difference", equalTo(0));
    asOperator().post("/keys/rotate").then().statusCode(200).body("wallets", equalTo(0));
    for (String command : List.of("retry", "give-up")) {
      problem(
          asOperator().body("{\"why\":\"no such\"}").post("/transactions/9999/" + command).then(),
          404,
          "transaction_not_found");
    }
    asOperator()
        .get("/audit?limit=6")
        .then()
        .statusCode(200)
        .body(
            "items.what",
            equalTo(
                List.of(
                    "rotate-keys",
                    "reconcile",
                    "hashing-threads",
                    "resume-hashing",
                    "pause-hashing",
                    "resume")));
    for (String list : List.of("/transactions", "/compensations", "/stuck")) {
      asOperator().get(list).then().statusCode(200).body("items", notNullValue());
    }
    asOperator()
        .get("/status")
        .then()
        .statusCode(200)
        .body("network.reachable", equalTo(true))
        .body("money.owed", greaterThanOrEqualTo(0));
    // The farmers are counted anew only every few seconds: the first answer may be of the
    // suspension.
    await().atMost(PATIENCE).until(() -> registered() > 0);
  }

  private int registered() {
    Integer counted =
        asOperator().get("/status").jsonPath().getObject("farmers.REGISTERED", Integer.class);
    return counted == null ? 0 : counted;
  }

  private void operatorHolds(Joined farmer) {
    asOperator()
        .body("{\"why\":\"looks odd\"}")
        .post("/farmers/" + farmer.id() + "/suspend")
        .then()
        .statusCode(200)
        .body("state", equalTo("SUSPENDED"));
    asOperator()
        .get("/farmers?state=SUSPENDED")
        .then()
        .statusCode(200)
        .body("items.farmer_id", hasItem(farmer.id()))
        .body("items.state_why", hasItem("looks odd"));
    asOperator()
        .body("{\"why\":\"was nothing\"}")
        .post("/farmers/" + farmer.id() + "/resume")
        .then()
        .statusCode(200)
        .body("state", equalTo("REGISTERED"));
  }
}
