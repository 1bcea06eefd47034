package org.kalepool.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;
import org.kalepool.web.Token;

/** Every command is recorded under its operator's name, and nothing of what is refused. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorAuditTest extends OperatorFixture {
  @Test
  void recordsEachOperatorsCommandsUnderItsName() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long waiting = open.queued(farmer, 5, "HARVEST");
    alice().body(Map.of("why", "odd")).post(API + "farmers/" + farmer.id() + "/suspend");
    operator().body(Map.of("why", "fine")).post(API + "farmers/" + farmer.id() + "/resume");
    alice().body(Map.of("why", "lost")).post(API + "transactions/" + waiting + "/give-up");
    assertThat(audit())
        .containsExactly(
            "alice suspend " + farmer.id() + " odd",
            "operator resume " + farmer.id() + " fine",
            "alice give-up " + waiting + " lost");
    // Farmers see that it was an operator, and not who.
    assertThat(fixture.rows("select distinct by_whom from farmer_events where why = 'odd'"))
        .containsExactly("operator");
  }

  @Test
  void recordsWhatOperatorsDoByFarmersRoutesAndNotWhatFarmersDo() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    String path = "/api/v1/farmers/" + farmer.id();
    db.update(
        "update farmers set token_hash = ? where id = ?", Token.hash("kf_theirs"), farmer.id());
    RequestSpecification own =
        given().header("Authorization", "Bearer kf_theirs").contentType("application/json");
    own.body("{\"stake_percentage\":20}").patch(path + "/settings").then().statusCode(200);
    own.post(path + "/exit").then().statusCode(202);
    own.delete(path + "/exit").then().statusCode(200);
    assertThat(audit()).isEmpty();

    alice().body("{\"stake_percentage\":30}").patch(path + "/settings").then().statusCode(200);
    alice().body("{\"stake_percentage\":300}").patch(path + "/settings").then().statusCode(422);
    alice().post(path + "/exit").then().statusCode(202);
    alice().post(path + "/exit").then().statusCode(202);
    alice().delete(path + "/exit").then().statusCode(200);
    alice().delete(path + "/exit").then().statusCode(409);
    alice().post(path + "/confirm-funding").then().statusCode(200);
    alice().body("{\"balance_id\":\"x\"}").post(path + "/claims").then().statusCode(422);
    String who = "alice %s " + farmer.id() + " %s";
    assertThat(audit())
        .containsExactly(
            who.formatted(
                "change-settings",
                "stake_percentage 30, harvest_interval 1, farm_when when_it_pays_me"),
            who.formatted("exit", null),
            who.formatted("exit", "again"),
            who.formatted("withdraw-exit", null),
            who.formatted("confirm-funding", null));
    assertThat(
            fixture.rows(
                "select stake_percentage, by_whom from farmer_settings where farmer_id = '"
                    + farmer.id()
                    + "' order by id"))
        .endsWith("20 farmer", "30 operator");
  }

  @Test
  void recordsNothingOfWhatIsRefused() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    String route = API + "farmers/" + farmer.id();
    operator()
        .body("{}")
        .post(route + "/suspend")
        .then()
        .statusCode(422)
        .body("code", equalTo("validation_failed"))
        .body("errors[0].field", equalTo("why"));
    operator().body(Map.of("why", "x".repeat(501))).post(route + "/suspend").then().statusCode(422);
    operator()
        .body(Map.of("why", "by mistake"))
        .post(route + "/resume")
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
    operator()
        .body(Map.of("why", "by mistake"))
        .post(API + "farmers/" + new UUID(1, 2) + "/suspend")
        .then()
        .statusCode(404)
        .body("code", equalTo("farmer_not_found"));
    for (String threads : List.of("0", "-1", "1025", "null", "\"2\"")) {
      operator()
          .body("{\"threads\":" + threads + "}")
          .put(API + "hashing/threads")
          .then()
          .statusCode(422);
    }
    operator().get(API + "farmers?state=ASLEEP").then().statusCode(422);
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(audit()).isEmpty();
  }
}
