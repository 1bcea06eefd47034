package org.kalepool.farmer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** What a farmer sees of itself and can change, and nobody else. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class FarmerRoutesTest extends FarmerApiFixture {
  @Test
  void answersOnlyTheFarmersOwnToken() {
    Response one = register(KeyPair.random().getAccountId(), 50, 12);
    Response two = register(KeyPair.random().getAccountId(), 50, 12);
    String path = "/api/v1/farmers/" + one.path("farmer_id");
    problem(given().get(path), 401, "unauthorized").header("WWW-Authenticate", "Bearer");
    problem(bearer("kf_wrong").get(path), 401, "unauthorized");
    problem(given().header("Authorization", "Basic eDp5").get(path), 401, "unauthorized");
    problem(bearer(two.path("token")).get(path), 403, "forbidden");
    problem(bearer(two.path("token")).post(path + "/confirm-funding"), 403, "forbidden");
    problem(bearer(two.path("token")).get(path + "/balances"), 403, "forbidden");
    problem(bearer(two.path("token")).get(path + "/statement/movements"), 403, "forbidden");
    bearer(one.path("token")).get(path + "/statement/movements").then().statusCode(200);
    problem(
        bearer(two.path("token")).get("/api/v1/farmers/" + UUID.randomUUID()), 403, "forbidden");
    bearer(one.path("token")).get(path).then().statusCode(200);
    bearer(ApiProfile.OPERATOR_KEY).get(path).then().statusCode(200);
    problem(
        bearer(ApiProfile.OPERATOR_KEY).get("/api/v1/farmers/" + UUID.randomUUID()),
        404,
        "farmer_not_found");
    problem(bearer(ApiProfile.OPERATOR_KEY).get("/api/v1/farmers/x"), 404, "farmer_not_found")
        .body("detail", equalTo("There is no such farmer."));
  }

  @Test
  void showsStateSettingsAndBalances() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    get(farmer, "")
        .then()
        .statusCode(200)
        .body("farmer_id", equalTo(farmer.path("farmer_id")))
        .body("state", equalTo("REGISTERED"))
        .body("balances.custody", equalTo(10_000_000))
        .body("balances.xlm", equalTo(100_000_000))
        .body("open_pails", equalTo(List.of()))
        .body("payout", nullValue())
        .body("$", not(hasItem("token")));
  }

  @Test
  void changesSettingsOneByOne() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    patch(farmer, "{\"stake_percentage\":0}")
        .then()
        .statusCode(200)
        .body("stake_percentage", equalTo(0))
        .body("harvest_interval", equalTo(12));
    patch(farmer, "{\"harvest_interval\":250}")
        .then()
        .body("stake_percentage", equalTo(0))
        .body("harvest_interval", equalTo(250));
    UUID id = UUID.fromString(farmer.path("farmer_id"));
    problem(patch(farmer, "{}"), 422, "validation_failed");
    problem(patch(farmer, "{\"stake_percentage\":101}"), 422, "validation_failed");
    problem(patch(farmer, "{\"harvest_interval\":0}"), 422, "validation_failed");
    problem(patch(farmer, "{\"payout_wallet\":\"G\"}"), 422, "validation_failed");
    assertThat(settingsCount(id)).isEqualTo(3);
    depart(id);
    problem(patch(farmer, "{\"harvest_interval\":1}"), 409, "farmer_departed");
    assertThat(settingsCount(id)).isEqualTo(3);
  }

  @Test
  void pagesThroughItsHistory() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    UUID id = UUID.fromString(farmer.path("farmer_id"));
    chain.set(Address.of(farmer.path("custodial_wallet")), Xlm.parse("10"), null);
    confirm(farmer);
    for (int block = 1; block <= 5; block++) {
      db.update(
          "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
              + " stake_percentage, harvest_interval, cause, debtor, planted_at)"
              + " values (?, ?, ?, 'FAILED', 0, 50, 12, 'INSUFFICIENT_XLM', 'FARMER', now())",
          block,
          id,
          poolers.own().id());
    }
    Response first = get(farmer, "/plantings?limit=2");
    first
        .then()
        .statusCode(200)
        .body("items.block_index", equalTo(List.of(5, 4)))
        .body("items[0].error", equalTo("INSUFFICIENT_XLM"))
        .body("items[0].debtor", equalTo("FARMER"));
    Response second = get(farmer, "/plantings?limit=2&cursor=" + first.path("next_cursor"));
    second.then().body("items.block_index", equalTo(List.of(3, 2)));
    get(farmer, "/plantings?limit=2&cursor=" + second.path("next_cursor"))
        .then()
        .body("items.block_index", equalTo(List.of(1)))
        .body("next_cursor", nullValue());
    get(farmer, "/plantings").then().body("items.size()", equalTo(5));
    for (String list : List.of("/works", "/harvests", "/journal")) {
      get(farmer, list).then().statusCode(200).body("items", equalTo(List.of()));
    }
    problem(get(farmer, "/plantings?limit=0"), 422, "validation_failed");
    problem(get(farmer, "/plantings?limit=201"), 422, "validation_failed");
    problem(get(farmer, "/plantings?limit=x"), 422, "validation_failed");
    problem(get(farmer, "/plantings?cursor=abc"), 422, "validation_failed")
        .body("errors[0].field", equalTo("cursor"));
    problem(given().get("/api/v1/farmers/" + id + "/journal"), 401, "unauthorized");
  }

  @Test
  void leavesAndStaysAfterAll() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    Response other = register(KeyPair.random().getAccountId(), 50, 12);
    String exit = "/api/v1/farmers/" + farmer.path("farmer_id") + "/exit";
    problem(given().post(exit), 401, "unauthorized");
    problem(bearer(other.path("token")).post(exit), 403, "forbidden");
    problem(bearer(farmer.path("token")).delete(exit), 409, "not_leaving");
    bearer(farmer.path("token"))
        .post(exit)
        .then()
        .statusCode(202)
        .body("farmer_id", equalTo(farmer.path("farmer_id")))
        .body("state", equalTo("LEAVING"))
        .body("open_pails", equalTo(0))
        .body("split_sent", equalTo(false));
    bearer(farmer.path("token")).get(exit).then().statusCode(200).body("state", equalTo("LEAVING"));
    bearer(farmer.path("token"))
        .delete(exit)
        .then()
        .statusCode(200)
        .body("state", equalTo("REGISTERED"));
    farmers.suspend(UUID.fromString(farmer.path("farmer_id")), "operator", "test");
    problem(bearer(farmer.path("token")).post(exit), 409, "farmer_suspended");
    depart(UUID.fromString(other.path("farmer_id")));
    problem(
        bearer(other.path("token")).post("/api/v1/farmers/" + other.path("farmer_id") + "/exit"),
        409,
        "farmer_departed");
  }

  @Test
  void showsAStatement() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    get(farmer, "/statement")
        .then()
        .statusCode(200)
        .body("farmer_id", equalTo(farmer.path("farmer_id")))
        .body("deposited", equalTo(0))
        .body("still_open", equalTo(0));
  }

  @Test
  void listsPoolersWithTermsAndRoom() {
    given()
        .get("/api/v1/poolers")
        .then()
        .statusCode(200)
        .body("items[0].pooler_id", equalTo(poolers.own().id().toString()))
        .body("items[0].name", equalTo("pool"))
        .body("items[0].share_basis_points", equalTo(5000))
        .body("items[0].max_farmers", equalTo(500))
        .body("items[0].capacity_left", equalTo(500 - (int) taken()))
        .body("next_cursor", nullValue());
    given()
        .get("/api/v1/poolers/" + poolers.own().id())
        .then()
        .statusCode(200)
        .body("active", equalTo(true));
    problem(given().get("/api/v1/poolers/" + UUID.randomUUID()), 404, "pooler_not_found");
    problem(given().get("/api/v1/poolers/1-1-1-1-1"), 404, "pooler_not_found")
        .body("detail", equalTo("There is no such pooler."));
  }

  @Test
  void farmsWhenItPaysUnlessTheFarmerSaysOtherwise() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    get(farmer, "").then().body("farm_when", equalTo("when_it_pays_me"));
    patch(farmer, "{\"farm_when\":\"always\"}")
        .then()
        .statusCode(200)
        .body("farm_when", equalTo("always"))
        .body("stake_percentage", equalTo(50))
        .body("harvest_interval", equalTo(12));
    patch(farmer, "{\"stake_percentage\":40}").then().body("farm_when", equalTo("always"));
    int before = settingsCount(UUID.fromString(farmer.path("farmer_id")));
    problem(patch(farmer, "{\"farm_when\":\"never\"}"), 422, "validation_failed")
        .body("errors[0].field", equalTo("farm_when"));
    assertThat(settingsCount(UUID.fromString(farmer.path("farmer_id")))).isEqualTo(before);
  }

  private static Response patch(Response farmer, String body) {
    return bearer(farmer.path("token"))
        .contentType("application/json")
        .body(body)
        .patch("/api/v1/farmers/" + farmer.path("farmer_id") + "/settings");
  }

  private int settingsCount(UUID id) {
    return db.one(
            "select count(*) from farmer_settings where farmer_id = ?", row -> row.getInt(1), id)
        .orElseThrow();
  }
}
