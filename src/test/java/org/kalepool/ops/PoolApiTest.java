package org.kalepool.ops;

import static io.restassured.RestAssured.given;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.block.BlockOpened;
import org.kalepool.db.Db;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.plant.FarmerPlanted;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;
import org.kalepool.web.Client;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class PoolApiTest {
  @Inject Db db;
  @Inject DatabaseRole role;
  @Inject PoolEvents events;
  @Inject Event<BlockOpened> opened;
  @Inject Event<FarmerPlanted> planted;

  @Test
  void showsBlocksInPages() {
    for (long index = 1001; index <= 1003; index++) {
      db.update(
          "insert into block_operations (block_index, opened_time, seen_ledger, seen_at, max_stake)"
              + " values (?, ?, 5, now(), 170141183460469231731687303715884105727)",
          index,
          1_700_000_000 + index);
    }
    String cursor =
        given()
            .get("/api/v1/blocks?limit=2")
            .then()
            .statusCode(200)
            .body("items.block_index", equalTo(List.of(1003, 1002)))
            .extract()
            .path("next_cursor");
    given()
        .get("/api/v1/blocks?limit=2&cursor=" + cursor)
        .then()
        .body("items.block_index", equalTo(List.of(1001)))
        .body("next_cursor", nullValue());
    given()
        .get("/api/v1/blocks/1002")
        .then()
        .statusCode(200)
        .body("opened_at", equalTo("2023-11-14T22:30:02Z"))
        .body("planted", equalTo(0))
        .body("closed", equalTo(false));
    for (String unknown : List.of("9", "x", "-1", "99999999999999999999")) {
      given()
          .get("/api/v1/blocks/" + unknown)
          .then()
          .statusCode(404)
          .contentType("application/problem+json")
          .body("code", equalTo("block_not_found"));
    }
  }

  @Test
  void onAPublicNetworkARoleThatCanSwitchTriggersOffIsToldOf() {
    assertThat(role.warning()).get().asString().contains("postgres is a superuser");
    Management.given().get("/q/health").then().body(containsString("kale.database.owner-username"));
    QuarkusTransaction.begin();
    try {
      db.update("create role farming");
      db.update("create role holding");
      db.update("alter table wallets owner to holding");
      db.update("set local role farming");
      assertThat(role.look()).isEmpty();
      db.update("set local role holding");
      assertThat(role.look()).get().asString().contains("holding owns the tables");
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  @Test
  void showsFigures() {
    given()
        .get("/api/v1/stats")
        .then()
        .statusCode(200)
        .body("$", hasKey("farmers"))
        .body("planted", equalTo(0))
        .body("total_rewards", equalTo(0))
        .body("open_stake", equalTo(0));
  }

  @Test
  void tellsListenersWhatHappensWithoutNamingFarmers() {
    AssertSubscriber<PoolEvents.Shown> listener =
        events
            .listen(new Client("192.0.2.1", Client.ANYBODY))
            .subscribe()
            .withSubscriber(AssertSubscriber.create(10));
    opened.fire(new BlockOpened(7, 1, 70));
    planted.fire(new FarmerPlanted(UUID.randomUUID(), 7));
    listener.cancel();
    opened.fire(new BlockOpened(8, 1, 80));
    assertThat(listener.getItems())
        .extracting(PoolEvents.Shown::type, PoolEvents.Shown::blockIndex)
        .containsExactly(tuple("block_opened", 7L), tuple("farmer_planted", 7L));
  }

  @Test
  void theStoredDocumentIsTheOneThatIsServed() throws IOException {
    String served =
        Management.given().get("/q/openapi").then().statusCode(200).extract().asString();
    Path made = Path.of("target/openapi.yaml");
    Files.writeString(made, served);
    assertThat(served)
        .as("The API has changed: cp target/openapi.yaml docs/openapi.yaml")
        .isEqualTo(Files.readString(Path.of("docs/openapi.yaml")));
  }

  private static JsonPath document() {
    return Management.given()
        .get("/q/openapi?format=json")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** Every operation, as "GET /path" and what the document says of it. */
  private static Map<String, Map<String, Object>> operations() {
    Map<String, Map<String, Map<String, Object>>> paths = document().getMap("paths");
    Map<String, Map<String, Object>> operations = new TreeMap<>();
    paths.forEach(
        (path, methods) ->
            methods.forEach(
                (method, operation) ->
                    operations.put(method.toUpperCase(Locale.ROOT) + " " + path, operation)));
    return operations;
  }

  /** What the document says of each status that an operation answers with. */
  private static Map<String, Object> answers(@Nullable Map<String, Object> operation) {
    Map<String, Object> answers = new TreeMap<>();
    Map<?, ?> responses = (Map<?, ?>) requireNonNull(requireNonNull(operation).get("responses"));
    responses.forEach((status, answer) -> answers.put(String.valueOf(status), answer));
    return answers;
  }

  @Test
  void theDocumentSaysWhichRoutesNeedAToken() {
    operations()
        .forEach(
            (name, operation) -> {
              if (name.endsWith("/events") && !operation.containsKey("security")) {
                return; // a stream, which never ends
              }
              String[] call = name.split(" ");
              String path =
                  call[1]
                      .replaceAll("transactions/\\{id}", "transactions/1")
                      .replace("{index}", "1")
                      .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
              int status =
                  given().contentType("application/json").request(call[0], path).statusCode();
              assertThat(status == 401).as(name).isEqualTo(operation.containsKey("security"));
            });
  }

  @Test
  void aMethodThatIsNotAllowedIsToldWhichAre() {
    Map.of(
            "/api/v1/poolers", "GET, HEAD, OPTIONS",
            "/api/v1/farmers", "OPTIONS, POST",
            "/api/v1/farmers/x/exit", "DELETE, GET, HEAD, OPTIONS, POST",
            "/api/v1/operator/farmers/x/suspend", "OPTIONS, POST")
        .forEach(
            (path, allowed) -> {
              given()
                  .put(path)
                  .then()
                  .statusCode(405)
                  .contentType("application/problem+json")
                  .body("code", equalTo("method_not_allowed"))
                  .header("Allow", allowed);
              given().options(path).then().statusCode(204).header("Allow", allowed);
            });
  }

  @Test
  void everyRouteHasANameOfItsOwnAndAProblemDocumentForEveryFailure() {
    Map<String, Map<String, Object>> responses = document().getMap("components.responses");
    responses.forEach(
        (name, response) ->
            assertThat(response.toString())
                .as(name)
                .contains("application/problem+json={schema={$ref=#/components/schemas/Problem}}"));
    Set<Object> names = new HashSet<>();
    operations()
        .forEach(
            (name, operation) -> {
              assertThat(names.add(operation.get("operationId"))).as(name).isTrue();
              Map<String, Object> answers = answers(operation);
              assertThat(answers.keySet())
                  .as(name)
                  .contains("400", "406", "429", "500", "503")
                  .anyMatch(status -> status.startsWith("2"));
              answers.forEach(
                  (status, answer) ->
                      assertThat(answer.toString().contains("#/components/responses/"))
                          .as(name + " " + status)
                          .isEqualTo(!status.startsWith("2")));
            });
    assertThat(names).contains("registerFarmer", "getFarmer", "leave", "listenToEvents");
  }

  @Test
  void theDocumentHasTheTrueStatusesAndNoNumberedNames() {
    Map<String, Map<String, Object>> operations = operations();
    Map.of(
            "POST /api/v1/farmers", "201",
            "POST /api/v1/farmers/{id}/token", "201",
            "DELETE /api/v1/farmers/{id}/token", "204",
            "POST /api/v1/farmers/{id}/exit", "202",
            "POST /api/v1/farmers/{id}/claims", "202",
            "POST /api/v1/operator/farmers/{id}/corrections", "201")
        .forEach(
            (name, status) ->
                assertThat(answers(operations.get(name)).keySet())
                    .as(name)
                    .contains(status)
                    .doesNotContain("200"));
    Map<String, Object> schemas = document().getMap("components.schemas");
    assertThat(schemas.keySet()).noneMatch(name -> name.matches(".*[0-9]"));
  }
}
