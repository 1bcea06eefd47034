package org.kalepool.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Method;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** What operators may do by their roles. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorRolesTest extends OperatorFixture {
  private static final String NOBODY = new UUID(7, 1).toString();

  /** What needs the role of an operator; the routes of farmers that change something, too. */
  private static final List<String> ACTS =
      List.of(
          "POST operator/hashing/pause",
          "POST operator/hashing/resume",
          "PUT operator/hashing/threads",
          "PUT operator/hashing/kernel",
          "POST operator/reconcile",
          "POST operator/transactions/1/give-up",
          "POST operator/transactions/1/retry",
          "POST operator/transactions/1/book-as-landed",
          "POST operator/farmers/" + NOBODY + "/suspend",
          "POST operator/farmers/" + NOBODY + "/resume",
          "POST farmers/" + NOBODY + "/exit",
          "DELETE farmers/" + NOBODY + "/exit",
          "POST farmers/" + NOBODY + "/confirm-funding",
          "POST farmers/" + NOBODY + "/claims",
          "PATCH farmers/" + NOBODY + "/settings",
          "PATCH farmers/" + NOBODY + "/pooler");

  private static final List<String> ADMINS =
      List.of(
          "POST operator/keys/rotate",
          "POST operator/terms",
          "PATCH operator/pooler",
          "POST operator/poolers",
          "PATCH operator/poolers/" + NOBODY,
          "DELETE operator/poolers/" + NOBODY,
          "POST operator/poolers/" + NOBODY + "/activate",
          "POST operator/poolers/" + NOBODY + "/rotate-key",
          "POST operator/debts/" + NOBODY + "/release",
          "POST operator/debts/" + NOBODY + "/paid",
          "POST operator/farmers/" + NOBODY + "/corrections",
          "POST operator/farmers/" + NOBODY + "/payouts",
          "POST farmers/" + NOBODY + "/token",
          "DELETE farmers/" + NOBODY + "/token");

  private static final List<String> READS =
      List.of(
          "operator/status",
          "operator/stuck",
          "operator/farmers",
          "operator/transactions",
          "operator/transactions/fares",
          "operator/compensations",
          "operator/debts",
          "operator/vaults",
          "operator/poolers",
          "operator/audit",
          "operator/hashing/pause",
          "operator/hashing/kernels");

  private static RequestSpecification by(String key) {
    return given().header("Authorization", "Bearer " + key).contentType("application/json");
  }

  private static void refuses(String key, String route, String why) {
    String[] parts = route.split(" ", 2);
    RequestSpecification request = by(key);
    // Before the body is looked at, so a wrong one is not what is told.
    (parts[0].equals("DELETE") ? request : request.body("{}"))
        .request(Method.valueOf(parts[0]), "/api/v1/" + parts[1])
        .then()
        .statusCode(403)
        .body("code", equalTo("forbidden"))
        .body("detail", equalTo(why));
  }

  @Test
  void whoOnlyLooksSeesEverythingAndChangesNothing() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    for (String route : READS) {
      by(StagesProfile.VICTORS_KEY).get("/api/v1/" + route).then().statusCode(200);
    }
    by(StagesProfile.VICTORS_KEY).get("/api/v1/farmers/" + farmer.id()).then().statusCode(200);
    for (String route : ACTS) {
      refuses(
          StagesProfile.VICTORS_KEY,
          route,
          "That needs the role operator, and this key has the role viewer.");
    }
    for (String route : ADMINS) {
      refuses(
          StagesProfile.VICTORS_KEY,
          route,
          "That needs the role admin, and this key has the role viewer.");
    }
    assertThat(audit()).isEmpty();
    assertThat(work.paused()).isFalse();
  }

  @Test
  void whoIsNoAdminLeavesPoolersKeysAndBooksAlone() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    for (String route : ADMINS) {
      refuses(
          StagesProfile.OLGAS_KEY,
          route,
          "That needs the role admin, and this key has the role operator.");
    }
    assertThat(audit()).isEmpty();
    by(StagesProfile.OLGAS_KEY)
        .body(Map.of("why", "odd"))
        .post(API + "farmers/" + farmer.id() + "/suspend")
        .then()
        .statusCode(200);
    assertThat(audit()).containsExactly("olga suspend " + farmer.id() + " odd");
  }

  @Test
  void noCommandIsKeptFromAnAdmin() {
    for (String route : List.of("operator/keys/rotate", "operator/reconcile")) {
      by(StagesProfile.ALICES_KEY).post("/api/v1/" + route).then().statusCode(200);
    }
    by(StagesProfile.ALICES_KEY)
        .post("/api/v1/farmers/" + NOBODY + "/token")
        .then()
        .statusCode(not(equalTo(403)));
  }
}
