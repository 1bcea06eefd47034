package org.kalepool.cli;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;

/** Whom a pooler's key lets in, and whom the stream of events tells. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolPoolerKeysTest extends PoolersFixture {
  @Test
  void aKeyIsItsPoolersOnlyAndWorthlessOnceAnotherIsMade() {
    PoolerMachine machine = machine("zeta", "10");
    PoolerMachine other = machine("eta", "10");
    assertThat(machine.key()).matches("kp_[A-Za-z0-9_-]{43}");
    assertThat(rows("select 1 from poolers where cast(key_hash as text) like ?", machine.key()))
        .isEmpty();
    machine
        .me()
        .then()
        .statusCode(200)
        .body("pooler_id", equalTo(machine.id.toString()))
        .body("name", equalTo("zeta"))
        .body("max_debt", equalTo(100_000_000))
        .body("network.passphrase", equalTo(sandbox.config().passphrase()))
        .body("network.contract_id", equalTo(sandbox.config().farmContract().text()));
    new PoolerMachine(other.id, machine.key())
        .plant(block(), 1, 0)
        .then()
        .statusCode(403)
        .body("code", equalTo("not_your_pooler"));
    given().get("/api/v1/pooler/me").then().statusCode(401);
    operator().get("/api/v1/pooler/me").then().statusCode(403);
    given().header("Authorization", "Bearer " + machine.key()).get(OPERATOR).then().statusCode(403);
    machine
        .post("heartbeat", Map.of("version", "1", "hash_rate", -1, "threads", 1))
        .then()
        .statusCode(422)
        .body("errors.field", contains("hash_rate", "capacity", "paused"));
    machine
        .works(block(), List.of(Map.of("farmer_id", "x", "nonce", -1, "hash", "00")))
        .then()
        .statusCode(422);

    String key =
        operator()
            .body(Map.of("why", "lost"))
            .post(OPERATOR + "/" + machine.id + "/rotate-key")
            .then()
            .statusCode(201)
            .extract()
            .path("key");
    machine.me().then().statusCode(401).body("code", equalTo("unauthorized"));
    machine.key(key);
    machine.me().then().statusCode(200);
    operator()
        .body(Map.of("why", "x"))
        .post(OPERATOR + "/" + poolers.own().id() + "/rotate-key")
        .then()
        .statusCode(409);
    operator()
        .body(
            Map.of(
                "name",
                "zeta",
                "wallet",
                poolers.own().wallet().text(),
                "share_basis_points",
                1,
                "max_farmers",
                1,
                "max_debt",
                1,
                "why",
                "x"))
        .post(OPERATOR)
        .then()
        .statusCode(422)
        .body("errors.field", contains("wallet"));
    assertThat(
            rows(
                "select what, target from audit where what like '%pooler%' order by id desc limit"
                    + " 1"))
        .containsExactly("rotate-pooler-key " + machine.id);
  }

  @Test
  void tellsAListeningPoolerOfBlocksItsFarmersAndItsSettingsUntilItsKeyIsChanged()
      throws Exception {
    PoolerMachine machine = machine("theta", "100000");
    List<Member> members = join(machine.id, 1);
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + RestAssured.port + "/api/v1/pooler/events"))
              .header("Authorization", "Bearer " + machine.key())
              .build();
      CompletableFuture<Void> listening =
          http.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
              .thenAcceptAsync(answer -> answer.body().forEach(lines::add));
      await()
          .until(
              () -> {
                operator()
                    .body(Map.of("max_farmers", 7, "why", "test"))
                    .patch(OPERATOR + "/" + machine.id)
                    .then()
                    .statusCode(200);
                settle();
                return lines.stream().anyMatch(line -> line.contains("\"max_farmers\":7"));
              });
      lives(machine);
      nextBlock();
      until("planted", 20, () -> planted(machine, block()) == 1);
      await()
          .until(
              () ->
                  lines.contains("data:{\"block_index\":" + block() + "}")
                      && lines.stream()
                          .anyMatch(
                              line ->
                                  line.startsWith("data:{\"block_index\":" + block() + ",")
                                      && line.contains(members.getFirst().id().toString())));
      assertThat(lines).contains("event:settings", "event:block", "event:planted");
      dies(machine);
      operator()
          .body(Map.of("why", "lost"))
          .post(OPERATOR + "/" + machine.id + "/rotate-key")
          .then()
          .statusCode(201);
      settle();
      listening.get(30, TimeUnit.SECONDS);
    }
  }
}
