package org.kalepool.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.farmer.StepwiseChain;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** Joining, logging in, and what a farmer sees and sends, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class FarmPagesTest {
  private static final String SESSION = "kale_session";

  /** Everything that is a farmer's alone. */
  private static final List<String> OWN =
      List.of(
          "/farm",
          "/farm/now",
          "/farm/seen",
          "/leave",
          "/payout",
          "/access",
          "/log-in/farmer",
          "/statement",
          "/statement/movements.csv");

  /** What changes something of a farmer's. */
  private static final List<String> CHANGES =
      List.of(
          "/farm/settings",
          "/farm/confirm",
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

  @Inject Db db;
  @Inject Poolers poolers;
  @Inject StepwiseChain chain;

  private final Browsing browser = new Browsing();

  /** A farmer that has joined by the form. */
  private record Joined(String id, String token, Address custodial) {}

  @AfterEach
  void up() {
    chain.down(false);
  }

  private Map<String, Object> wish() {
    return Browsing.wish(poolers.own().id().toString(), KeyPair.random().getAccountId());
  }

  private Joined join(Browsing by) {
    Response joined = by.send("/join", "/join", wish());
    joined.then().statusCode(201);
    String token = Browsing.token(joined.asString());
    return db.one(
            "select id::text, custodial from farmers order by seq desc limit 1",
            row -> new Joined(row.getString(1), token, Address.of(row.getString(2))))
        .orElseThrow();
  }

  private long count(String table) {
    return db.one("select count(*) from " + table, row -> row.getLong(1)).orElseThrow();
  }

  private String setting(Joined farmer, String column) {
    return db.one(
            "select "
                + column
                + "::text from farmer_settings where farmer_id = ?::uuid order by id desc limit 1",
            row -> row.getString(1),
            farmer.id())
        .orElseThrow();
  }

  @Test
  void whoJoinsSeesTheTokenOnceAndWhatToSend() {
    Joined farmer = join(browser);
    String page = browser.get("/farm").then().statusCode(200).extract().asString();
    assertThat(page)
        .contains("Send 1.742 XLM")
        .contains(farmer.custodial().text())
        .contains("web+stellar:pay?destination=" + farmer.custodial().text())
        .contains("<svg class=\"qr\"")
        .doesNotContain(farmer.token());
    chain.set(farmer.custodial(), Xlm.parse("1.2"), null);
    browser.get("/farm/seen").then().statusCode(200).body(containsString("Seen 1.2 of"));
    chain.down(true);
    browser
        .get("/farm")
        .then()
        .statusCode(200)
        .body(containsString("The network cannot be asked at the moment"));
  }

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

  @Test
  void whatIsWrongStandsBesideItsFieldAndNothingIsMade() {
    long before = count("farmers");
    Map<String, Object> wrong = wish();
    wrong.put("payout_wallet", "G<script>");
    wrong.put("stake_percentage", "101");
    browser
        .send("/join", "/join", wrong)
        .then()
        .statusCode(422)
        .body(containsString("The stake must be 0 to 100."))
        .body(containsString("The address is no valid account address"))
        .body(containsString("value=\"G&lt;script&gt;\""))
        .body(not(containsString("G<script>")));
    Map<String, Object> words = wish();
    words.put("harvest_interval", "often");
    browser
        .send("/join", "/join", words)
        .then()
        .statusCode(422)
        .body(containsString("The interval must be a whole number"));
    chain.down(true);
    browser
        .send("/join", "/join", wish())
        .then()
        .statusCode(503)
        .body(containsString("Nothing was made"));
    assertThat(count("farmers")).isEqualTo(before);
  }

  @Test
  void theSameFormSentTwiceMakesOneFarmer() {
    Map<String, Object> fields = new HashMap<>(Browsing.hidden(browser.get("/join").asString()));
    fields.putAll(wish());
    long before = count("farmers");
    String first = Browsing.token(browser.post("/join", fields).asString());
    String second = Browsing.token(browser.post("/join", fields).asString());
    assertThat(second).isEqualTo(first);
    assertThat(count("farmers")).isEqualTo(before + 1);
  }

  @Test
  void settingsAreChangedAndRefusedInWords() {
    Joined farmer = join(browser);
    chain.set(farmer.custodial(), Xlm.parse("10"), org.kalepool.kale.Kale.ZERO);
    browser.send("/farm", "/farm/confirm", Map.of()).then().statusCode(303);
    browser
        .send("/farm", "/farm/settings", Map.of("stake_percentage", "7", "harvest_interval", "3"))
        .then()
        .statusCode(303)
        .header("Location", equalTo("/farm?done=settings"));
    assertThat(setting(farmer, "stake_percentage")).isEqualTo("7");
    browser
        .send("/farm", "/farm/settings", Map.of("stake_percentage", "7", "harvest_interval", "251"))
        .then()
        .statusCode(422)
        .body(containsString("The interval must be 1 to 250."))
        .body(containsString("value=\"251\""));
    assertThat(setting(farmer, "harvest_interval")).isEqualTo("3");
    assertThat(setting(farmer, "farm_when")).isEqualTo("WHEN_IT_PAYS_ME");
    browser
        .send(
            "/farm",
            "/farm/settings",
            Map.of("stake_percentage", "7", "harvest_interval", "3", "farm_when", "always"))
        .then()
        .statusCode(303);
    assertThat(setting(farmer, "farm_when")).isEqualTo("ALWAYS");
    browser
        .get("/farm")
        .then()
        .body(containsString("<option value=\"always\" selected>"))
        .body(containsString("There is no price of KALE, so you are planted in every block."));
    browser.get("/farm?done=settings").then().body(containsString("Your settings are changed"));
  }

  @Test
  void leavesAfterSeeingWhatWouldBePaidAndStaysAfterAll() {
    Joined farmer = join(browser);
    chain.set(farmer.custodial(), Xlm.parse("10"), org.kalepool.kale.Kale.ZERO);
    browser.send("/farm", "/farm/confirm", Map.of());
    String page = browser.get("/leave").then().statusCode(200).extract().asString();
    assertThat(page).contains("1.0000000").contains("Leave and send 1 KALE to");
    browser.send("/leave", "/leave", Map.of()).then().statusCode(303);
    browser.get("/farm").then().body(containsString("You are leaving"));
    browser.get("/leave").then().statusCode(303).header("Location", equalTo("/farm"));
    browser.send("/farm", "/leave/withdraw", Map.of()).then().statusCode(303);
    browser.get("/farm").then().body(not(containsString("You are leaving")));
  }

  @Test
  void statementsAreOfDaysThatMakeSense() {
    join(browser);
    browser.get("/statement").then().statusCode(200).body(containsString("opening balance"));
    for (String query :
        List.of("from=x", "from=2026-02-01&to=2026-01-01", "from=1020-01-01&to=2026-01-01")) {
      browser
          .get("/statement?" + query)
          .then()
          .statusCode(422)
          .body(containsString("role=\"alert\""));
      browser.get("/statement/movements.csv?" + query).then().statusCode(422);
    }
    browser
        .get("/statement?from=2020-01-01")
        .then()
        .statusCode(200)
        .body(containsString("More than a month is shown month by month"))
        .body(containsString("/statement/movements.csv?from=2020-01-01&amp;to="))
        .body(not(containsString("opening balance")));
    browser.get("/statement/movements.csv?from=2020-01-01").then().statusCode(200);
    browser
        .get("/statement/movements.csv?from=&to=")
        .then()
        .statusCode(200)
        .header("Content-Type", startsWith("text/csv"))
        .header("Content-Disposition", startsWith("attachment"))
        .header("Cache-Control", "no-store")
        .body(startsWith("time,what,block,wallet_kale,pails_kale,wallet_xlm,transaction\r\n"));
  }
}
