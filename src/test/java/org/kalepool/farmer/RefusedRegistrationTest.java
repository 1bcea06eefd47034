package org.kalepool.farmer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** Registrations that are refused leave nothing behind, and say why. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class RefusedRegistrationTest extends FarmerApiFixture {
  @Test
  void tellsEveryInvalidFieldAtOnceAndChangesNothing() {
    long before = farmerCount();
    problem(
            post(
                "{\"pooler_id\":\"x\",\"payout_wallet\":\"GABC\",\"stake_percentage\":101,"
                    + "\"harvest_interval\":0}"),
            422,
            "validation_failed")
        .body(
            "errors.field",
            equalTo(List.of("pooler_id", "payout_wallet", "stake_percentage", "harvest_interval")))
        .body("instance", equalTo("/api/v1/farmers"))
        .body("type", equalTo("urn:kale-pool:problem:validation_failed"));
    problem(post("{}"), 422, "validation_failed")
        .body(
            "errors.message",
            equalTo(List.of("is missing", "is missing", "is missing", "is missing")));
    assertThat(farmerCount()).isEqualTo(before);
  }

  @Test
  void refusesEveryBadFieldAndChangesNothing() {
    long before = farmerCount();
    String good = KeyPair.random().getAccountId();
    String typo = good.substring(0, 55) + (good.endsWith("A") ? "B" : "A");
    String contract = Address.contract(new byte[32]).text();
    refused("payout_wallet", typo, "payout_wallet", "checksum");
    refused("payout_wallet", contract, "payout_wallet", "not a contract");
    refused("payout_wallet", poolers.own().wallet().text(), "payout_wallet", "belongs to the pool");
    refused("payout_wallet", 5, "payout_wallet", "must be a text");
    refused("pooler_id", UUID.randomUUID().toString(), "pooler_id", "names no active pooler");
    refused("pooler_id", "1-1-1-1-1", "pooler_id", "must be a UUID");
    refused("stake_percentage", -1, "stake_percentage", "0 to 100");
    refused("stake_percentage", 50.5, "stake_percentage", "a whole number");
    refused("stake_percentage", "50", "stake_percentage", "a whole number");
    refused("stake_percentage", 99_999_999_999L, "stake_percentage", "not allowed");
    refused("harvest_interval", 251, "harvest_interval", "1 to 250");
    refused("harvest_interval", true, "harvest_interval", "a whole number");
    refused("harvest_interval", List.of(1), "harvest_interval", "a whole number");
    refused("surprise", 1, "surprise", "is not known here");
    assertThat(farmerCount()).isEqualTo(before);
  }

  @Test
  void refusesACustodialWalletAsPayoutWallet() {
    String custodial = register(KeyPair.random().getAccountId(), 1, 1).path("custodial_wallet");
    refused("payout_wallet", custodial, "payout_wallet", "belongs to the pool");
  }

  @Test
  void refusesMalformedBodies() {
    long before = farmerCount();
    problem(post("{\"pooler_id\":"), 400, "invalid_json");
    problem(post(""), 400, "invalid_json");
    problem(post("null"), 400, "invalid_json");
    problem(post("[]"), 400, "invalid_json");
    problem(post("\"text\""), 400, "invalid_json");
    problem(post("{} {}"), 400, "invalid_json");
    problem(post("{\"stake_percentage\":1,\"stake_percentage\":2}"), 400, "invalid_json");
    problem(post("[".repeat(1_200)), 400, "invalid_json");
    problem(post("{\"pooler_id\":\"" + "x".repeat(70_000) + "\"}"), 413, "body_too_large");
    problem(
        given()
            .contentType("application/json")
            .body(new ByteArrayInputStream(new byte[70_000]))
            .post("/api/v1/farmers"),
        413,
        "body_too_large");
    problem(
        given().contentType("text/plain").body("{}").post("/api/v1/farmers"),
        415,
        "unsupported_media_type");
    problem(given().get("/api/v1/nothing"), 404, "not_found");
    problem(given().get("/nothing"), 404, "not_found");
    problem(
        given().contentType("application/json").put("/api/v1/farmers"), 405, "method_not_allowed");
    problem(given().accept("text/csv").get("/api/v1/poolers"), 406, "not_acceptable");
    assertThat(farmerCount()).isEqualTo(before);
  }

  private void refused(String field, Object value, String named, String says) {
    Map<String, Object> body = wish(KeyPair.random().getAccountId(), 50, 12);
    body.put(field, value);
    problem(
            given().contentType("application/json").body(body).post("/api/v1/farmers"),
            422,
            "validation_failed")
        .body("errors[0].field", equalTo(named))
        .body("errors[0].message", containsString(says));
  }

  private static Response post(String body) {
    return given().contentType("application/json").body(body).post("/api/v1/farmers");
  }
}
