package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.stellar.sdk.KeyPair;

/** Who is limited by what, over HTTP. Each test has addresses of its own. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class ClientsTest extends ClientsFixture {
  @Test
  void noSitesPagesMayCallUnlessAnOperatorSaysSo() {
    for (String method : List.of("GET", "OPTIONS")) {
      Response answer =
          from("10.1.0.1, 198.51.100.201")
              .header("Origin", "https://farm.example")
              .header("Access-Control-Request-Method", "GET")
              .request(method, "/api/v1/stats");
      assertThat(answer.headers().asList())
          .noneMatch(header -> header.getName().toLowerCase(Locale.ROOT).startsWith("access-"));
    }
  }

  @Test
  void anOperatorCanLetBodiesBeLongerAndTheyAreMeasuredInBytes() {
    for (String letter : List.of("x", "…")) {
      int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
      assertThat(statusOfBody(letter.repeat(190_000 / bytes))).as(letter).isEqualTo(422);
      assertThat(statusOfBody(letter.repeat(210_000 / bytes))).as(letter).isEqualTo(413);
    }
  }

  private static int statusOfBody(String name) {
    return from("10.1.0.1, 198.51.100.202")
        .contentType("application/json; charset=utf-8")
        .body("{\"pooler_id\":\"" + name + "\"}")
        .post("/api/v1/farmers")
        .statusCode();
  }

  @Test
  void nobodyBehindTheProxyUsesUpAnothersShareOrChoosesAnAddress() {
    for (int i = 0; i < 60; i++) {
      // What the client has invented changes from request to request.
      RequestSpecification request = from("198.51.100." + i + ", 203.0.113.1, 10.0.0.7");
      assertThat(status(request.header("Forwarded", "for=198.51.100." + i))).isEqualTo(200);
    }
    from("198.51.100.200, 203.0.113.1")
        .get("/api/v1/stats")
        .then()
        .statusCode(429)
        .header("Retry-After", "1")
        .contentType("application/problem+json")
        .body("code", equalTo("too_many_requests"));
    assertThat(status(from("203.0.113.2"))).isEqualTo(200);
    pass(Duration.ofSeconds(1));
    assertThat(status(from("203.0.113.1"))).isEqualTo(200);
  }

  @Test
  void everyAddressOfAnIpv6NetworkSharesItsBucket() {
    for (int i = 0; i < 60; i++) {
      assertThat(status(from("2001:db8:7:7::" + i))).isEqualTo(200);
    }
    assertThat(status(from("2001:db8:7:7:ffff::1"))).isEqualTo(429);
    assertThat(status(from("2001:db8:7:8::1"))).isEqualTo(200);
  }

  @Test
  void aFarmerHasOneBucketHoweverTheTokenIsWrittenAndWhereverItComesFrom() {
    Response farmer = joined("203.0.113.20");
    Response other = joined("203.0.113.20");
    String token = farmer.path("token");
    List<String> spellings =
        List.of(
            "Bearer " + token, "bearer " + token, "BEARER   " + token + "  ", "beaRer " + token);
    for (int i = 0; i < 20; i++) {
      from("203.0.113." + (20 + i))
          .header("Authorization", spellings.get(i % spellings.size()))
          .get(path(farmer))
          .then()
          .statusCode(200);
    }
    from("203.0.113.50", token).get(path(farmer)).then().statusCode(429).header("Retry-After", "3");
    from("203.0.113.50", other.path("token")).get(path(other)).then().statusCode(200);
  }

  @Test
  void aFarmerIsServedThoughItsAddressIsUsedUp() {
    Response farmer = joined("203.0.113.60");
    for (int i = 0; i < 70; i++) {
      status(from("203.0.113.60"));
    }
    assertThat(status(from("203.0.113.60"))).isEqualTo(429);
    from("203.0.113.60", farmer.path("token")).get(path(farmer)).then().statusCode(200);
    assertThat(status(from("203.0.113.60", farmer.path("token")))).isEqualTo(200);
    assertThat(status(from("203.0.113.60", "kf_none"))).isEqualTo(429);
  }

  @Test
  void wrongTokensAreSlowedAndWhoIsKnownIsNotKeptWaiting() {
    Response farmer = joined("203.0.113.70");
    String token = farmer.path("token");
    from("203.0.113.70", token).get(path(farmer)).then().statusCode(200);
    for (int i = 0; i < 10; i++) {
      from("203.0.113.70", "kf_wrong" + i).get(path(farmer)).then().statusCode(401);
    }
    from("203.0.113.70", "kf_wrong")
        .get(path(farmer))
        .then()
        .statusCode(429)
        .header("Retry-After", "6");
    from("203.0.113.70", token).get(path(farmer)).then().statusCode(200);
    from("203.0.113.71", "kf_wrong").get(path(farmer)).then().statusCode(401);
    pass(Duration.ofSeconds(6));
    from("203.0.113.70", "kf_wrong").get(path(farmer)).then().statusCode(401);
    from("203.0.113.70", "kf_wrong").get(path(farmer)).then().statusCode(429);
  }

  @Test
  void aFarmerWhoIsNotThereIsRefusedWithoutATokenBeingTold() {
    from("203.0.113.95", "kf_nobodys")
        .get("/api/v1/farmers/" + UUID.randomUUID())
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Bearer");
  }

  private static String pooler(String name) {
    return from("10.1.0.1, 198.51.100.210", ApiProfile.OPERATOR_KEY)
        .contentType("application/json")
        .body(
            Map.of(
                "name",
                name,
                "wallet",
                KeyPair.random().getAccountId(),
                "share_basis_points",
                1_000,
                "max_farmers",
                5,
                "max_debt",
                0,
                "why",
                "test"))
        .post("/api/v1/operator/poolers")
        .then()
        .statusCode(201)
        .extract()
        .path("key");
  }

  @Test
  void aPoolersKeyHasItsOwnSixtyRequestsAMinuteWhereverItIs() {
    String key = pooler("limited");
    String other = pooler("other");
    for (int i = 0; i < 60; i++) {
      assertThat(status(from("10.1.0.1, 198.51.100." + i, key))).isEqualTo(200);
    }
    from("10.1.0.1, 203.0.113.211", key)
        .contentType("application/json")
        .body(Map.of())
        .post("/api/v1/pooler/heartbeat")
        .then()
        .statusCode(429)
        .header("Retry-After", "1")
        .body("code", equalTo("too_many_requests"));
    assertThat(status(from("10.1.0.1, 203.0.113.211", other))).isEqualTo(200);
    pass(Duration.ofSeconds(1));
    assertThat(status(from("10.1.0.1, 203.0.113.211", key))).isEqualTo(200);
  }
}
