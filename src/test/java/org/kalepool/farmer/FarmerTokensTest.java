package org.kalepool.farmer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Sweep;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class FarmerTokensTest {
  @Inject Poolers poolers;
  @Inject Db db;
  @Inject Clock clock;
  @Inject @Any Instance<Sweep> sweeps;

  private final String payout = KeyPair.random().getAccountId();

  private Response register(String key) {
    Map<String, Object> body = new HashMap<>();
    body.put("pooler_id", poolers.own().id().toString());
    body.put("payout_wallet", payout);
    body.put("stake_percentage", 10);
    body.put("harvest_interval", 5);
    return given()
        .header("Idempotency-Key", key)
        .contentType("application/json")
        .body(body)
        .post("/api/v1/farmers");
  }

  private static RequestSpecification with(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static String path(Response farmer) {
    return "/api/v1/farmers/" + farmer.path("farmer_id");
  }

  private static int status(Response farmer, String token) {
    return with(token).get(path(farmer)).statusCode();
  }

  private static String rotated(Response farmer, String by) {
    return with(by)
        .post(path(farmer) + "/token")
        .then()
        .statusCode(201)
        .header("Cache-Control", "no-store")
        .body("farmer_id", equalTo(farmer.path("farmer_id")))
        .extract()
        .path("token");
  }

  private String audit(Response farmer) {
    return db.list(
            "select who || ' ' || what from audit where target = ? order by id",
            row -> row.getString(1),
            farmer.<String>path("farmer_id"))
        .toString();
  }

  @Test
  void aNewTokenTakesTheOldOnesPlaceWhenItIsFirstUsed() {
    Response farmer = register(UUID.randomUUID().toString());
    String old = farmer.path("token");
    String lost = rotated(farmer, old);
    // The answer was lost: the old one still serves to ask again, and what was lost is worthless.
    String fresh = rotated(farmer, old);
    assertThat(status(farmer, lost)).isEqualTo(401);
    assertThat(status(farmer, old)).isEqualTo(200);
    assertThat(status(farmer, fresh)).isEqualTo(200);
    assertThat(status(farmer, old)).isEqualTo(401);
    assertThat(status(farmer, fresh)).isEqualTo(200);
    assertThat(audit(farmer)).isEqualTo("[]");
    assertThat(db.list("select f::text from farmers f", row -> row.getString(1)).toString())
        .doesNotContain(fresh);
  }

  @Test
  void twoFirstUsesAtOnceAreBothGood() throws Exception {
    Response farmer = register(UUID.randomUUID().toString());
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 10; i++) {
        String fresh = rotated(farmer, rotated(farmer, ApiProfile.OPERATOR_KEY));
        Future<Integer> one = pool.submit(() -> status(farmer, fresh));
        Future<Integer> two = pool.submit(() -> status(farmer, fresh));
        assertThat(one.get()).isEqualTo(200);
        assertThat(two.get()).isEqualTo(200);
      }
    }
  }

  @Test
  void whatIsRevokedIsWorthlessAtOnceAndAnOperatorMakesAnother() {
    Response farmer = register(UUID.randomUUID().toString());
    String token = farmer.path("token");
    String next = rotated(farmer, token);
    with(token).delete(path(farmer) + "/token").then().statusCode(204);
    assertThat(status(farmer, token)).isEqualTo(401);
    assertThat(status(farmer, next)).isEqualTo(401);
    String given = rotated(farmer, ApiProfile.OPERATOR_KEY);
    assertThat(status(farmer, given)).isEqualTo(200);
    String other = rotated(farmer, ApiProfile.OPERATOR_KEY);
    assertThat(status(farmer, given)).isEqualTo(401);
    with(ApiProfile.OPERATOR_KEY).delete(path(farmer) + "/token").then().statusCode(204);
    assertThat(status(farmer, other)).isEqualTo(401);
    assertThat(audit(farmer))
        .isEqualTo("[operator issue-token, operator issue-token, operator revoke-token]");
  }

  @Test
  void nobodyRotatesOrRevokesAnothersToken() {
    Response farmer = register(UUID.randomUUID().toString());
    String token = farmer.path("token");
    for (String stranger : new String[] {"kf_nobodys", ""}) {
      with(stranger).post(path(farmer) + "/token").then().statusCode(401);
      with(stranger).delete(path(farmer) + "/token").then().statusCode(401);
    }
    String foreign = "/api/v1/farmers/" + UUID.randomUUID() + "/token";
    with(token).post(foreign).then().statusCode(403);
    with(token).delete(foreign).then().statusCode(403);
    with(ApiProfile.OPERATOR_KEY).post(foreign).then().statusCode(404);
    assertThat(status(farmer, token)).isEqualTo(200);
  }

  @Test
  void aRepeatedRegistrationGivesNoTokenThatIsNotInForce() {
    String key = UUID.randomUUID().toString();
    Response farmer = register(key);
    String old = farmer.path("token");
    assertThat(register(key).<String>path("token")).isEqualTo(old);
    String fresh = rotated(farmer, old);
    assertThat(status(farmer, fresh)).isEqualTo(200);
    register(key)
        .then()
        .statusCode(201)
        .body("farmer_id", equalTo(farmer.path("farmer_id")))
        .body("token", nullValue());
  }

  @Test
  void keysOfRequestsAreForgottenWhenTheirLifeIsOver() {
    register(UUID.randomUUID().toString());
    assertThat(keys()).isPositive();
    sweep();
    assertThat(keys()).isPositive();
    ((SteppedClock) clock).advance(Duration.ofHours(25));
    sweep();
    assertThat(keys()).isZero();
  }

  private void sweep() {
    sweeps.stream().filter(it -> it.name().equals("idempotency")).forEach(Sweep::sweep);
  }

  private long keys() {
    return db.one("select count(*) from idempotency_keys", row -> row.getLong(1)).orElseThrow();
  }
}
