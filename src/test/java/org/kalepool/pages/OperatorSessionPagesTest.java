package org.kalepool.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;
import org.kalepool.web.Token;

/** Operators' sessions in a browser: begun by a key, over with it, and good for nothing else. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorSessionPagesTest extends StagesFixture {
  private static final String SESSION = "kale_operator";

  @Inject Db db;

  @Test
  void logsInByTheKeyAndOutAndTellsNoWrongOne() {
    Browsing browser = new Browsing();
    browser
        .send("/operator/log-in", "/operator/log-in", Map.of("key", "ko_wrong"))
        .then()
        .statusCode(422)
        .body(containsString("This is no operator"))
        .body(not(containsString("ko_wrong")));
    browser.send("/operator/log-in", "/operator/log-in", Map.of()).then().statusCode(422);
    Response in =
        browser.send(
            "/operator/log-in", "/operator/log-in", Map.of("key", StagesProfile.ALICES_KEY));
    Cookie session = in.detailedCookie(SESSION);
    assertThat(session.isHttpOnly()).isTrue();
    assertThat(session.getSameSite()).isEqualTo("Strict");
    assertThat(session.getValue()).startsWith("kso_");
    assertThat(
            db.list(
                "select encode(hash, 'escape') from operator_sessions", row -> row.getString(1)))
        .noneMatch(stored -> stored.contains(session.getValue()));
    browser
        .get("/operator")
        .then()
        .statusCode(200)
        .body(containsString("alice, admin"))
        .body(not(containsString(StagesProfile.ALICES_KEY)));
    browser.send("/operator", "/operator/log-out", Map.of()).then().statusCode(303);
    assertThat(browser.cookies()).doesNotContainKey(SESSION);
    given()
        .redirects()
        .follow(false)
        .cookie(SESSION, session.getValue())
        .get("/operator")
        .then()
        .statusCode(303)
        .cookie(SESSION, equalTo(""));
  }

  @Test
  void aSessionIsOverWithItsKeyAndIsNoOtherOperators() {
    OperatorBrowsing victor = OperatorBrowsing.viewer();
    victor.page("/operator");
    for (String key : List.of("nobody's any more", StagesProfile.ALICES_KEY)) {
      db.update(
          "update operator_sessions set key_hash = ? where operator = 'victor'", Token.hash(key));
      victor.browser.get("/operator").then().statusCode(303);
      victor.in(StagesProfile.VICTORS_KEY);
    }
    victor.page("/operator");
  }

  @Test
  void aFarmersSessionIsNoOperatorsNorTheOtherWayRoundAndNeitherIsAToken() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    db.update(
        "update farmers set token_hash = ? where id = ?", Token.hash("kf_theirs"), farmer.id());
    Browsing own = new Browsing();
    own.send("/log-in", "/log-in", Map.of("token", "kf_theirs")).then().statusCode(303);
    own.get("/farm").then().statusCode(200);
    own.get("/operator").then().statusCode(303);
    own.send("/operator/log-in", "/operator/log-in", Map.of("key", "kf_theirs"))
        .then()
        .statusCode(422);
    String farmers = own.cookies().get("kale_session");
    String operators = OperatorBrowsing.admin().browser.cookies().get(SESSION);
    for (String cookie : List.of("kf_theirs", StagesProfile.ALICES_KEY, farmers)) {
      given()
          .redirects()
          .follow(false)
          .cookie(SESSION, cookie)
          .get("/operator")
          .then()
          .statusCode(303);
    }
    given()
        .redirects()
        .follow(false)
        .cookie("kale_session", operators)
        .get("/farm")
        .then()
        .statusCode(303);
    given().cookie(SESSION, operators).get("/api/v1/operator/status").then().statusCode(401);
    given()
        .header("Authorization", "Bearer " + operators)
        .get("/api/v1/operator/status")
        .then()
        .statusCode(401);
  }
}
