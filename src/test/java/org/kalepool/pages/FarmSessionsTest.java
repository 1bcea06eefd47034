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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.testing.PostgresResource;

/** Who gets to a farmer's pages, and whose forms count. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class FarmSessionsTest extends FarmPagesFixture {
  private static final String SESSION = "kale_session";

  /** Everything that is a farmer's alone. */
  static final List<String> OWN =
      List.of(
          "/farm",
          "/farm/now",
          "/farm/seen",
          "/farm/leaving",
          "/farm/notices",
          "/leave",
          "/payout",
          "/payout/open",
          "/access",
          "/log-in/farmer",
          "/statement",
          "/statement/movements.csv");

  /** What changes something of a farmer's. */
  static final List<String> CHANGES =
      List.of(
          "/farm/settings",
          "/farm/confirm",
          "/farm/notices",
          "/farm/notices/test",
          "/leave",
          "/leave/withdraw",
          "/payout",
          "/payout/withdraw",
          "/payout/threshold",
          "/access/end",
          "/log-in/farmer",
          "/access/token",
          "/access/payout-wallet",
          "/access/payout-wallet/stop");

  @Test
  void theSessionIsACookieThatNoScriptReadsAndNoOtherSiteSends() {
    Response joined = browser.send("/join", "/join", wish());
    Cookie session = joined.detailedCookie(SESSION);
    assertThat(session.isHttpOnly()).isTrue();
    assertThat(session.getSameSite()).isEqualTo("Strict");
    assertThat(session.getPath()).isEqualTo("/");
    assertThat(session.getValue()).startsWith("ks_").hasSize(46);
    assertThat(
            db.list("select encode(hash, 'escape') from farmer_sessions", row -> row.getString(1)))
        .noneMatch(stored -> stored.contains(session.getValue()));
  }

  @Test
  void aSessionIsNoTokenOfTheApiAndATokenIsNoSession() {
    Joined farmer = join(browser);
    String path = "/api/v1/farmers/" + farmer.id();
    String session = browser.cookies().get(SESSION);
    given().cookie(SESSION, session).get(path).then().statusCode(401);
    given().header("Authorization", "Bearer " + session).get(path).then().statusCode(401);
    given()
        .redirects()
        .follow(false)
        .cookie(SESSION, farmer.token())
        .get("/farm")
        .then()
        .statusCode(303);
  }

  @Test
  void nobodySeesAFarmersPagesWithoutLoggingIn() {
    join(browser);
    for (String path : OWN) {
      new Browsing()
          .get(path)
          .then()
          .statusCode(303)
          .header("Location", equalTo("/log-in?over=page"));
    }
    for (String path : CHANGES) {
      new Browsing()
          .post(path, Map.of("csrf", "x"))
          .then()
          .statusCode(303)
          .header("Location", equalTo("/log-in?over=form"));
    }
  }

  /** A piece would take the form in otherwise, beside what has stood there since the session. */
  @Test
  void aPieceOfAPageWhoseSessionIsOverSendsTheWholePageToLogIn() {
    for (String path : OWN) {
      given()
          .header("HX-Request", "true")
          .get(path)
          .then()
          .statusCode(200)
          .header("HX-Redirect", equalTo("/log-in?over=page"))
          .body(equalTo(""));
    }
  }

  @Test
  void aFarmerSeesAndChangesNothingOfAnother() {
    Joined one = join(browser);
    Browsing other = new Browsing();
    Joined two = join(other);
    for (String path : OWN) {
      String page = other.get(path).asString();
      assertThat(page).as(path).doesNotContain(one.custodial().text()).doesNotContain(one.id());
    }
    Map<String, Object> fields = new HashMap<>(Browsing.hidden(browser.get("/farm").asString()));
    fields.put("stake_percentage", "1");
    fields.put("harvest_interval", "1");
    other.post("/farm/settings", fields).then().statusCode(403);
    assertThat(setting(one, "stake_percentage")).isEqualTo("50");
    assertThat(setting(two, "stake_percentage")).isEqualTo("50");
  }

  @Test
  void nothingIsChangedWithoutTheFormsToken() {
    Joined farmer = join(browser);
    for (String path : Stream.concat(CHANGES.stream(), Stream.of("/log-out")).toList()) {
      for (Map<String, Object> fields :
          List.<Map<String, Object>>of(Map.of(), Map.of("csrf", "x"), Map.of("csrf", ""))) {
        browser
            .post(path, fields)
            .then()
            .statusCode(403)
            .contentType("text/html")
            .body(containsString("Nothing was changed"));
      }
    }
    String csrf = Browsing.hidden(browser.get("/farm").asString()).get("csrf");
    browser
        .request()
        .header("Sec-Fetch-Site", "cross-site")
        .formParam("csrf", csrf)
        .post("/leave")
        .then()
        .statusCode(403);
    long before = count("farmers");
    new Browsing().post("/join", wish()).then().statusCode(403);
    new Browsing().post("/log-in", Map.of("token", farmer.token())).then().statusCode(403);
    assertThat(count("farmers")).isEqualTo(before);
    browser.get("/farm").then().statusCode(200);
    assertThat(
            db.one(
                "select state from farmers where id = ?::uuid",
                row -> row.getString(1),
                farmer.id()))
        .contains("REGISTERED");
  }

  @Test
  void logsInByTheTokenAndOut() {
    Joined farmer = join(new Browsing());
    browser
        .send("/log-in", "/log-in", Map.of("token", "kf_wrong"))
        .then()
        .statusCode(422)
        .body(containsString("This is no farmer"))
        .body(not(containsString("kf_wrong")));
    browser
        .send("/log-in", "/log-in", Map.of("token", ApiProfile.OPERATOR_KEY))
        .then()
        .statusCode(422);
    browser
        .send("/log-in", "/log-in", Map.of("token", " " + farmer.token() + " "))
        .then()
        .statusCode(303)
        .header("Location", equalTo("/farm"));
    browser.get("/farm").then().statusCode(200).body(containsString(farmer.custodial().text()));
    String session = browser.cookies().get(SESSION);
    browser.send("/farm", "/log-out", Map.of()).then().statusCode(303);
    assertThat(browser.cookies()).doesNotContainKey(SESSION);
    given()
        .redirects()
        .follow(false)
        .cookie(SESSION, session)
        .get("/farm")
        .then()
        .statusCode(303)
        .cookie(SESSION, equalTo(""));
  }

  @Test
  void anotherTokenEndsTheSessionsOfTheOldOne() {
    Joined farmer = join(browser);
    browser.get("/farm").then().statusCode(200);
    given()
        .header("Authorization", "Bearer " + ApiProfile.OPERATOR_KEY)
        .post("/api/v1/farmers/" + farmer.id() + "/token")
        .then()
        .statusCode(201);
    browser.get("/farm").then().statusCode(303);
  }
}
