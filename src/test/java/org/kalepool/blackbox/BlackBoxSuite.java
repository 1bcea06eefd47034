package org.kalepool.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
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
abstract class BlackBoxSuite extends FarmersSuite {
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
        .body("{\"threads\":2}")
        .put("/hashing/threads")
        .then()
        .statusCode(200)
        .body("threads", equalTo(2))
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
