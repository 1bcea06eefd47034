package org.kalepool.farmer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.pooler.Pooler;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Who goes from one pooler to another, by which terms, and who cannot. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class PoolerMoveTest {
  @Inject StageFixture fixture;
  @Inject Db db;
  @Inject Clock clock;

  private Planter farmer;
  private Pooler other;

  @BeforeEach
  void aFarmerOfTheOwnPoolerAndAnotherOne() {
    fixture.clear();
    farmer = fixture.active(50, 1, "100", "10");
    other = fixture.remotePooler(2_500);
  }

  private static RequestSpecification operator() {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .contentType("application/json");
  }

  private String path() {
    return "/api/v1/farmers/" + farmer.id();
  }

  private ValidatableResponse move(Object pooler) {
    return operator().body(Map.of("pooler_id", pooler)).patch(path() + "/pooler").then();
  }

  private ValidatableResponse announce(int points, Duration ahead, @Nullable UUID only) {
    Map<String, Object> body = new HashMap<>();
    body.put("share_basis_points", points);
    body.put("valid_from", clock.instant().plus(ahead).toString());
    body.put("why", "power has become dear");
    if (only != null) {
      body.put("farmer_id", only.toString());
    }
    return operator().body(body).post("/api/v1/operator/terms").then().statusCode(200);
  }

  private void pass(Duration time) {
    ((SteppedClock) clock).advance(time);
  }

  private long joined() {
    return fixture.number(
        "select count(*) from farmer_terms where joins and farmer_id = ?", farmer.id());
  }

  @Test
  void goesByTheTermsOfTheNewPoolerAndWhatTheFormerHasAnnouncedComesNoMore() {
    announce(8_000, Duration.ofDays(8), null);
    operator().get(path()).then().body("coming_terms", hasSize(1));

    move(other.id())
        .statusCode(200)
        .body("pooler_id", equalTo(other.id().toString()))
        .body("terms.pooler_id", equalTo(other.id().toString()))
        .body("terms.share_basis_points", equalTo(2_500))
        .body("terms.valid_from", equalTo(clock.instant().toString()))
        .body("coming_terms", empty());
    // the former one tells its farmers, and this one is none of them any more
    announce(9_000, Duration.ofDays(8), null).body("farmers", equalTo(0));
    pass(Duration.ofDays(9));
    operator().get(path()).then().body("terms.share_basis_points", equalTo(2_500));

    announce(3_000, Duration.ofDays(8), farmer.id()).body("farmers", equalTo(1));
    operator()
        .get(path())
        .then()
        .body("terms.share_basis_points", equalTo(2_500))
        .body("coming_terms[0].pooler_id", equalTo(other.id().toString()));
    pass(Duration.ofDays(8));
    operator().get(path()).then().body("terms.share_basis_points", equalTo(3_000));
  }

  @Test
  void whoComesBackHasTheTermsThatThePoolerHasThen() {
    announce(4_000, Duration.ZERO, null);
    move(other.id()).statusCode(200);
    pass(Duration.ofMinutes(5));
    move(farmer.pooler()).statusCode(200).body("terms.share_basis_points", equalTo(5_000));
    assertThat(joined()).isEqualTo(3);
  }

  @Test
  void toMoveToWhereItIsChangesNothing() {
    move(other.id()).statusCode(200);
    move(other.id()).statusCode(200).body("pooler_id", equalTo(other.id().toString()));
    assertThat(joined()).isEqualTo(2);
  }

  @Test
  void aPoolerThatIsFullOrTakesNobodyOrIsNoneIsRefused() {
    db.update("update poolers set max_farmers = 0 where id = ?", other.id());
    move(other.id()).statusCode(409).body("code", equalTo("pooler_full"));
    db.update("update poolers set max_farmers = 9, active = false where id = ?", other.id());
    move(other.id()).statusCode(422).body("errors[0].field", equalTo("pooler_id"));
    move(UUID.randomUUID()).statusCode(422).body("errors[0].field", equalTo("pooler_id"));
    move("nobody").statusCode(422).body("errors[0].field", equalTo("pooler_id"));
    operator().body("{}").patch(path() + "/pooler").then().statusCode(422);
    assertThat(joined()).isEqualTo(1);
    operator().get(path()).then().body("pooler_id", equalTo(farmer.pooler().toString()));
  }

  @Test
  void whoLeavesOrIsSuspendedStaysWhereItIs() {
    fixture.move(farmer, "ACTIVE", "LEAVING");
    move(other.id()).statusCode(409).body("code", equalTo("conflict"));
    fixture.move(farmer, "LEAVING", "SUSPENDED");
    move(other.id()).statusCode(409).body("code", equalTo("farmer_suspended"));
    assertThat(joined()).isEqualTo(1);
  }

  @Test
  void operatorsAndEverybodySeeWhoIsWhere() {
    move(other.id()).statusCode(200);
    String own = farmer.pooler().toString();
    operator()
        .get("/api/v1/operator/farmers?pooler_id=" + other.id())
        .then()
        .body("items.farmer_id", hasSize(1));
    operator().get("/api/v1/operator/farmers?pooler_id=" + own).then().body("items", empty());
    operator().get("/api/v1/operator/debts?pooler_id=x").then().statusCode(422);
    operator().get("/api/v1/operator/compensations?pooler_id=" + own).then().statusCode(200);
    given()
        .get("/api/v1/poolers/" + other.id())
        .then()
        .body("active_farmers", equalTo(1))
        .body("capacity_left", equalTo(99))
        .body("owed", equalTo(0));
  }
}
