package org.kalepool.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
}
