package org.kalepool.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.pooler.Pooler;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** What operators see and do about the pool as a whole. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorPoolTest extends OperatorFixture {
  @Test
  void changesThePoolersTermsAndRecordsWhoDidIt() {
    Pooler before = poolers.own();
    Map<String, Object> wish = new HashMap<>(Map.of("share_basis_points", 4_000));
    given().contentType("application/json").body(wish).patch(API + "pooler").then().statusCode(401);
    operator().body(wish).patch(API + "pooler").then().statusCode(422);
    operator().body(Map.of("why", "x")).patch(API + "pooler").then().statusCode(422);
    wish.put("why", "to win farmers");
    wish.put("max_farmers", -1);
    operator()
        .body(wish)
        .patch(API + "pooler")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("max_farmers"));
    assertThat(audit()).isEmpty();
    assertThat(poolers.own()).isEqualTo(before);

    wish.put("max_farmers", 7);
    try {
      operator()
          .body(wish)
          .patch(API + "pooler")
          .then()
          .statusCode(200)
          .body("name", equalTo(before.name()))
          .body("share_basis_points", equalTo(4_000))
          .body("max_farmers", equalTo(7));
      assertThat(audit())
          .containsExactly(
              "operator change-pooler "
                  + before.id()
                  + " 4000 basis points for new farmers, was 5000; 7 farmers at most, was 100:"
                  + " to win farmers");
    } finally {
      db.update("update poolers set share_basis_points = 5000, max_farmers = 100 where own");
    }
  }

  @Test
  void rotatingWithoutAKeyThatWrapsAWalletNamesIt() {
    UUID wallet = new UUID(8, 8);
    db.update(
        "insert into wallets (id, owner, public_key, format, kek_id, wrapped_key, sealed_secret,"
            + " created_at) values (?, ?, ?, 1, 'feedfacefeedface', '\\x01', '\\x01', now())",
        wallet,
        wallet,
        "W".repeat(56));
    try {
      operator()
          .post(API + "keys/rotate")
          .then()
          .statusCode(409)
          .body("code", equalTo("key_missing"))
          .body("detail", containsString("key-encryption key feedfacefeedface is not configured"));
    } finally {
      QuarkusTransaction.requiringNew()
          .run(
              () -> {
                db.update("set local session_replication_role = replica");
                db.update("delete from wallets where id = ?", wallet);
              });
    }
  }

  @Test
  void comparesTheBooksAndRotatesTheKeys() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    operator()
        .post(API + "reconcile")
        .then()
        .statusCode(200)
        .body("farmers", equalTo(0))
        .body("pending", equalTo(1));
    network.landAll();
    operator()
        .post(API + "reconcile")
        .then()
        .statusCode(200)
        .body("reconciled", equalTo(true))
        .body("difference", equalTo(0))
        .body("farmers", equalTo(1));
    operator().post(API + "keys/rotate").then().statusCode(200).body("wallets", equalTo(0));
    assertThat(audit())
        .containsExactly(
            "operator reconcile null null",
            "operator reconcile null null",
            "operator rotate-keys null null");
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
  }

  @Test
  void showsWhatTheWholePoolDoes() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    open.queued(farmer, 5, "HARVEST");
    db.update(
        "insert into compensations (pooler_id, farmer_id, block_index, amount, cause, at)"
            + " values (?, ?, 9, 1234, 'BLOCK_CLOSED', now())",
        farmer.pooler(),
        farmer.id());
    operator()
        .get(API + "status")
        .then()
        .statusCode(200)
        .body("network.reachable", equalTo(false))
        .body("hashing.paused", equalTo(false))
        .body("money.queued_transactions", equalTo(1))
        .body("money.sent_transactions", equalTo(0))
        .body("money.owed", equalTo(0));
    operator()
        .get(API + "compensations")
        .then()
        .body("items.amount", contains(1234))
        .body("items.block_index", contains(9));
  }
}
