package org.kalepool.farmer;

import static io.restassured.RestAssured.given;
import static org.kalepool.testing.JsonAnswers.text;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.stellar.sdk.KeyPair;

/** Newcomers who pay, or do not, while the clock is advanced by hand. */
abstract class JoiningFixture extends FarmerApiFixture {
  static final Duration LIFE = Duration.ofHours(2);

  @Inject LapsedSweep lapsedSweep;
  @Inject Lapsed lapsed;
  @Inject RegistrationRepository registrations;
  @Inject FarmerRepository repository;
  @Inject Clock clock;

  @BeforeEach
  void nobodyWaits() {
    later(LIFE);
    onboarding.sweep();
    farmers
        .in(FarmerState.LEAVING)
        .forEach(each -> farmers.suspend(each.id(), "operator", "another test's"));
  }

  void later(Duration by) {
    ((SteppedClock) clock).advance(by);
  }

  Response register(String payout) {
    return register(payout, null);
  }

  Response register(String payout, @Nullable String key) {
    RequestSpecification request =
        given()
            .contentType("application/json")
            .body(
                Map.of(
                    "pooler_id",
                    poolers.own().id().toString(),
                    "payout_wallet",
                    payout,
                    "stake_percentage",
                    40,
                    "harvest_interval",
                    9));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    Response answer = request.post("/api/v1/farmers");
    answer.then().statusCode(201);
    return answer;
  }

  Response newcomer() {
    return register(KeyPair.random().getAccountId());
  }

  static UUID id(Response farmer) {
    return UUID.fromString(text(farmer, "farmer_id"));
  }

  static Address custodial(Response farmer) {
    return Address.of(text(farmer, "custodial_wallet"));
  }

  void pays(Response farmer, String xlm) {
    chain.set(custodial(farmer), Xlm.parse(xlm), null);
  }

  static RequestSpecification as(Response farmer) {
    return given().header("Authorization", "Bearer " + text(farmer, "token"));
  }

  static String path(Response farmer) {
    return "/api/v1/farmers/" + text(farmer, "farmer_id");
  }

  @Nullable FarmerState state(Response farmer) {
    return farmers.find(id(farmer)).map(Farmer::state).orElse(null);
  }

  long count(String sql) {
    return db.one("select count(*) from " + sql, row -> row.getLong(1)).orElseThrow();
  }
}
