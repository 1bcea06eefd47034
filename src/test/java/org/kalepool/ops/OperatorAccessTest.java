package org.kalepool.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.in;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;
import org.kalepool.web.Token;

/** Nobody but operators gets in. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorAccessTest extends OperatorFixture {
  private static final List<String> READS =
      List.of("status", "farmers", "transactions", "compensations", "debts", "audit", "stuck");
  private static final List<String> COMMANDS =
      List.of(
          "hashing/pause",
          "hashing/resume",
          "reconcile",
          "keys/rotate",
          "transactions/1/give-up",
          "transactions/1/retry",
          "transactions/1/book-as-landed",
          "farmers/" + new UUID(7, 1) + "/corrections",
          "farmers/" + new UUID(7, 1) + "/suspend",
          "farmers/" + new UUID(7, 1) + "/resume");

  @Test
  void letsNobodyInButOperators() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    db.update(
        "update farmers set token_hash = ? where id = ?", Token.hash("kf_farmers"), farmer.id());
    for (String route : READS) {
      given().get(API + route).then().statusCode(401).body("code", equalTo("unauthorized"));
      given()
          .header("Authorization", "Bearer kf_farmers")
          .get(API + route)
          .then()
          .statusCode(403)
          .body("code", equalTo("forbidden"));
      operator().get(API + route).then().statusCode(200);
    }
    for (String route : COMMANDS) {
      RequestSpecification nobody = given().contentType("application/json").body("{\"why\":\"x\"}");
      nobody.post(API + route).then().statusCode(401);
      nobody.header("Authorization", "Bearer kf_farmers").post(API + route).then().statusCode(403);
    }
    assertThat(audit()).isEmpty();
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(work.paused()).isFalse();
  }

  @Test
  void noWayOfWritingAPathLeadsPastTheOperatorsKey() {
    for (String path :
        List.of(
            "status;x",
            "status%3Bx",
            "status;jsessionid=1/../status",
            "%73tatus",
            "./status",
            "%2e/status",
            "..%2Foperator%2Fstatus",
            "..%5Coperator%5Cstatus",
            "status/",
            "//status",
            "status%00")) {
      given()
          .urlEncodingEnabled(false)
          .get(API + path)
          .then()
          .statusCode(in(List.of(400, 401, 404)));
    }
  }
}
