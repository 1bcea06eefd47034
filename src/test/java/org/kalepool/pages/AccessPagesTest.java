package org.kalepool.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.farmer.StepwiseChain;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Network;
import org.stellar.sdk.Transaction;

/** Logging in by a wallet and what a farmer sees of who can act for it, without a script. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class AccessPagesTest {
  private static final String SESSION = "kale_session";

  @Inject Db db;
  @Inject Poolers poolers;
  @Inject StepwiseChain chain;

  private final KeyPair wallet = KeyPair.random();
  private final Browsing browser = new Browsing();

  @AfterEach
  void up() {
    chain.down(false);
  }

  /** The token of a farmer that has joined with the wallet. */
  private String join() {
    Response joined =
        new Browsing()
            .send(
                "/join",
                "/join",
                Browsing.wish(poolers.own().id().toString(), wallet.getAccountId()));
    joined.then().statusCode(201);
    return Browsing.token(joined.asString());
  }

  private String signed() throws IOException {
    String challenge =
        given().queryParam("account", wallet.getAccountId()).get("/auth").path("transaction");
    Transaction transaction = (Transaction) Transaction.fromEnvelopeXdr(challenge, Network.TESTNET);
    transaction.sign(wallet);
    return transaction.toEnvelopeXdrBase64();
  }

  private Response logIn(Browsing by) throws IOException {
    return by.send("/log-in", "/log-in/wallet", Map.of("transaction", signed()));
  }

  private static Browsing byToken(String token) {
    Browsing other = new Browsing();
    other.send("/log-in", "/log-in", Map.of("token", token)).then().statusCode(303);
    return other;
  }

  @Test
  void aSignedChallengeOpensASessionThatEndsWithItsLogIn() throws IOException {
    join();
    logIn(browser).then().statusCode(303).header("Location", equalTo("/farm"));
    assertThat(browser.cookies().get(SESSION)).startsWith("ks_");
    browser.get("/farm").then().statusCode(200);
    browser.get("/access").then().body(containsString("a browser")).body(containsString("open"));
    browser.send("/access", "/access/end", Map.of()).then().statusCode(303);
    browser.get("/farm").then().statusCode(303);
  }

  @Test
  void whoLogsOutOfABrowserEndsTheWalletsLogIn() throws IOException {
    String token = join();
    logIn(browser).then().statusCode(303);
    browser.send("/farm", "/log-out", Map.of()).then().statusCode(303);
    byToken(token).get("/access").then().body(containsString("ended"));
  }

  @Test
  void anAnswerThatIsNoneSaysWhyAndLogsNobodyIn() throws IOException {
    browser
        .send("/log-in", "/log-in/wallet", Map.of("transaction", "AAAA"))
        .then()
        .statusCode(400)
        .body(containsString("This is no challenge of the pool"));
    logIn(browser).then().statusCode(404).body(containsString("join with it"));
    join();
    chain.down(true);
    logIn(browser).then().statusCode(503).body(containsString("use your token"));
    assertThat(browser.cookies()).doesNotContainKey(SESSION);
  }

  @Test
  void aFormOfAnotherSiteLogsNobodyIn() throws IOException {
    join();
    new Browsing().post("/log-in/wallet", Map.of("transaction", signed())).then().statusCode(403);
  }

  @Test
  void anotherTokenIsShownOnceAndEndsTheOldOneAtOnceForWhoIsThereByTheWallet() throws IOException {
    String lost = join();
    logIn(browser).then().statusCode(303);
    Response made = browser.send("/access", "/access/token", Map.of());
    made.then().statusCode(200).body(containsString("It is shown only now"));
    String fresh = Browsing.token(made.asString());
    new Browsing().send("/log-in", "/log-in", Map.of("token", lost)).then().statusCode(422);
    byToken(fresh).get("/farm").then().statusCode(200);
    browser.get("/access").then().statusCode(200).body(not(containsString(fresh)));
  }

  @Test
  void theWalletNamesAnotherAndTheTokensOwnerIsToldAndStopsIt() throws IOException {
    String token = join();
    Browsing other = byToken(token);
    other
        .get("/access")
        .then()
        .body(containsString("log in by the wallet itself"))
        .body(not(containsString("action=\"/access/payout-wallet\"")));
    logIn(browser).then().statusCode(303);
    Map<String, Object> wrong = Map.of("payout_wallet", "GABC");
    browser
        .send("/access", "/access/payout-wallet", wrong)
        .then()
        .statusCode(422)
        .body(containsString("The address is no valid account address"))
        .body(containsString("value=\"GABC\""));
    String next = KeyPair.random().getAccountId();
    browser
        .send("/access", "/access/payout-wallet", Map.of("payout_wallet", next))
        .then()
        .statusCode(303);
    other.get("/access").then().body(containsString(next)).body(containsString("stop it now"));
    other.send("/access", "/access/payout-wallet/stop", Map.of()).then().statusCode(303);
    browser.get("/access").then().body(not(containsString(next)));
    other
        .send("/access", "/access/payout-wallet", Map.of("payout_wallet", next))
        .then()
        .statusCode(403)
        .body(containsString("Only the payout wallet itself can name another"));
  }

  /** The farmers of the wallet as the page lists them, the newest first. */
  private static List<String> offered(Browsing by) {
    String page = by.get("/log-in/farmer").then().statusCode(200).extract().asString();
    return Pattern.compile("name=\"farmer_id\" value=\"([0-9a-f-]{36})\"")
        .matcher(page)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static Response choose(Browsing by, String farmer) {
    return by.send("/log-in/farmer", "/log-in/farmer", Map.of("farmer_id", farmer));
  }

  private static String path(String farmer) {
    return "/api/v1/farmers/" + farmer;
  }

  @Test
  void theOwnerOfSeveralFarmersIsAskedWhichAndActsForThatOneOnly() throws IOException {
    String first = join();
    String second = join();
    logIn(browser).then().statusCode(303).header("Location", equalTo("/log-in/farmer"));
    List<String> both = offered(browser);
    assertThat(both).hasSize(2);
    String newest = both.getFirst();
    String other = both.getLast();
    browser.get("/log-in/farmer").then().body(containsString("you act for it now"));
    given().header("Authorization", "Bearer " + first).get(path(other)).then().statusCode(200);
    given().header("Authorization", "Bearer " + second).get(path(newest)).then().statusCode(200);
    String before = browser.cookies().get(SESSION);
    choose(browser, other).then().statusCode(303).header("Location", equalTo("/farm"));
    assertThat(browser.cookies().get(SESSION)).startsWith("ks_").isNotEqualTo(before);
    String custodial =
        given()
            .header("Authorization", "Bearer " + first)
            .get(path(other))
            .path("custodial_wallet");
    browser.get("/farm").then().statusCode(200).body(containsString(custodial));
    browser.request().get(path(other)).then().statusCode(401);
    given().cookie(SESSION, before).redirects().follow(false).get("/farm").then().statusCode(303);
    byToken(second).get("/access").then().body(containsString("ended"));
    choose(browser, newest).then().statusCode(303);
    choose(browser, newest).then().statusCode(303).header("Location", equalTo("/farm"));
    assertThat(offered(browser)).containsExactlyElementsOf(both);
  }

  @Test
  void nobodyGoesOverToAFarmerOfAnotherWalletOrByATokenAlone() throws IOException {
    String token = join();
    join();
    Browsing strange = new Browsing();
    strange
        .send(
            "/join",
            "/join",
            Browsing.wish(poolers.own().id().toString(), KeyPair.random().getAccountId()))
        .then()
        .statusCode(201);
    String foreign =
        strange.get("/farm").asString().replaceFirst("(?s).*destination=(G[A-Z2-7]{55}).*", "$1");
    String id =
        db.one("select id::text from farmers where custodial = ?", row -> row.getString(1), foreign)
            .orElseThrow();
    logIn(browser).then().statusCode(303);
    String session = browser.cookies().get(SESSION);
    for (String wrong : List.of(id, "x", "", "00000000-0000-0000-0000-000000000001")) {
      choose(browser, wrong).then().statusCode(403).body(containsString("Nothing was changed."));
    }
    assertThat(browser.cookies().get(SESSION)).isEqualTo(session);
    browser.post("/log-in/farmer", Map.of("farmer_id", id)).then().statusCode(403);
    List<String> both = offered(browser);
    Browsing owner = byToken(token);
    assertThat(offered(owner)).isEmpty();
    for (String one : both) {
      Response answer = owner.send("/access", "/log-in/farmer", Map.of("farmer_id", one));
      if (answer.statusCode() != 403) {
        // its own
        answer.then().statusCode(303).header("Location", equalTo("/farm"));
      }
    }
    given().redirects().follow(false).get("/log-in/farmer").then().statusCode(303);
  }

  @Test
  void aFarmerThatIsPaidElsewhereByNowIsNoLongerOffered() throws IOException {
    join();
    join();
    logIn(browser).then().statusCode(303);
    String gone = offered(browser).getLast();
    // as if the day that a change takes were over
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update(
                  "update farmers set payout = ? where id = ?::uuid",
                  KeyPair.random().getAccountId(),
                  gone);
            });
    assertThat(offered(browser)).isEmpty();
    browser.get("/log-in/farmer").then().body(containsString("the only farmer"));
    browser.send("/access", "/log-in/farmer", Map.of("farmer_id", gone)).then().statusCode(403);
  }

  @Test
  void whatWasChosenLastsNoLongerThanWhatWasSigned() throws IOException {
    join();
    join();
    logIn(browser).then().statusCode(303);
    String until = ends("ended_at is null");
    choose(browser, offered(browser).getLast()).then().statusCode(303);
    assertThat(ends("ended_at is null")).isEqualTo(until);
    assertThat(
            db.one(
                    "select count(*) from wallet_log_ins where wallet = ? and ended_at is null",
                    row -> row.getLong(1),
                    wallet.getAccountId())
                .orElseThrow())
        .isOne();
  }

  private String ends(String which) {
    return db.one(
            "select ends_at::text from wallet_log_ins where wallet = ? and " + which,
            row -> row.getString(1),
            wallet.getAccountId())
        .orElseThrow();
  }
}
