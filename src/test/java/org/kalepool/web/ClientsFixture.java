package org.kalepool.web;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.pooler.Poolers;
import org.stellar.sdk.KeyPair;

/** Clients behind a proxy that says their addresses. Each test has addresses of its own. */
abstract class ClientsFixture {
  @Inject Clock clock;
  @Inject Poolers poolers;

  @BeforeEach
  void fillTheBuckets() {
    pass(Duration.ofMinutes(2));
  }

  final void pass(Duration time) {
    ((SteppedClock) clock).advance(time);
  }

  static RequestSpecification from(String forwarded) {
    return given().header("X-Forwarded-For", forwarded);
  }

  static RequestSpecification from(String forwarded, String token) {
    return from(forwarded).header("Authorization", "Bearer " + token);
  }

  static int status(RequestSpecification request) {
    return request.get("/api/v1/stats").statusCode();
  }

  final Response joined(String forwarded) {
    Response made =
        from(forwarded)
            .contentType("application/json")
            .body(
                Map.of(
                    "pooler_id",
                    poolers.own().id().toString(),
                    "payout_wallet",
                    KeyPair.random().getAccountId(),
                    "stake_percentage",
                    10,
                    "harvest_interval",
                    5))
            .post("/api/v1/farmers");
    made.then().statusCode(201);
    return made;
  }

  static String path(Response farmer) {
    return "/api/v1/farmers/" + farmer.path("farmer_id");
  }
}
