package org.kalepool.ops;

import static io.restassured.RestAssured.given;
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
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
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
  void describesEveryRoute() {
    String document =
        Management.given()
            .accept("application/json")
            .get("/q/openapi?format=json")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    for (String route :
        List.of(
            "/api/v1/farmers",
            "/api/v1/farmers/{id}",
            "/api/v1/farmers/{id}/confirm-funding",
            "/api/v1/farmers/{id}/settings",
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
            "/api/v1/events")) {
      assertThat(document).contains("\"" + route + "\"");
    }
    assertThat(document).contains("payout_wallet").contains("stake_percentage");
  }
}
