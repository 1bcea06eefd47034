package org.kalepool.webauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.farmer.FarmerState;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** What a wallet's owner gets by logging in, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class WalletLogInTest extends WalletsFixture {
  private final KeyPair wallet = KeyPair.random();

  @Test
  void aWalletsOwnerGetsATokenForTheFarmerThatIsPaidOutToIt() {
    Response farmer = register(wallet.getAccountId());
    Response other = register(KeyPair.random().getAccountId());
    Response made = logIn(wallet);
    made.then()
        .header("Cache-Control", "no-store")
        .body("farmer_id", equalTo(farmer.path("farmer_id")))
        .body("farmers", equalTo(List.of(farmer.<String>path("farmer_id"))));
    String token = made.path("token");
    assertThat(token).startsWith("kw_").hasSize(46);
    bearer(token).get(path(farmer)).then().statusCode(200);
    bearer(token).get(path(other)).then().statusCode(403);
    assertThat(
            db.list(
                "select encode(token_hash, 'escape') from wallet_log_ins", row -> row.getString(1)))
        .noneMatch(stored -> stored.contains(token));
  }

  @Test
  void whoSendsTheAnswerAsAFormGetsTheSame() {
    Response farmer = register(wallet.getAccountId());
    given()
        .contentType("application/x-www-form-urlencoded")
        .formParam("transaction", signed(challenge(wallet.getAccountId()), wallet))
        .post("/auth")
        .then()
        .statusCode(200)
        .body("farmer_id", equalTo(farmer.path("farmer_id")));
  }

  @Test
  void aWalletThatNobodyIsPaidOutToGetsNoTokenAndMayAnswerAgainOnceItHasJoined() {
    String signed = signed(challenge(wallet.getAccountId()), wallet);
    answer(signed)
        .then()
        .statusCode(404)
        .body("code", equalTo("wallet_unknown"))
        .body("detail", containsString("join"));
    register(wallet.getAccountId());
    answer(signed).then().statusCode(200);
  }

  @Test
  void ofSeveralWithOneWalletWhoIsHereComesFirstAndAnotherCanBeNamed() {
    Response left = register(wallet.getAccountId());
    UUID gone = UUID.fromString(left.path("farmer_id"));
    farmers.move(gone, FarmerState.REGISTERED, FarmerState.DEPARTED, "operator", "test");
    Response here = register(wallet.getAccountId());
    logIn(wallet)
        .then()
        .body("farmer_id", equalTo(here.path("farmer_id")))
        .body("farmers", hasSize(2));
    Response chosen = answer(signed(challenge(wallet.getAccountId()), wallet), gone.toString());
    chosen.then().statusCode(200).body("farmer_id", equalTo(gone.toString()));
    bearer(chosen.path("token")).get(path(left)).then().statusCode(200);
    bearer(chosen.path("token")).get(path(here)).then().statusCode(403);
    Response strange = register(KeyPair.random().getAccountId());
    answer(signed(challenge(wallet.getAccountId()), wallet), strange.path("farmer_id"))
        .then()
        .statusCode(404)
        .body("code", equalTo("wallet_unknown"));
  }

  @Test
  void aTokenIsOverInADay() {
    Response farmer = register(wallet.getAccountId());
    String token = token(wallet);
    later(Duration.ofHours(24).minusSeconds(1));
    bearer(token).get(path(farmer)).then().statusCode(200);
    later(Duration.ofSeconds(1));
    bearer(token).get(path(farmer)).then().statusCode(401);
  }

  @Test
  void theFarmerSeesEachLogInAndEndsThem() {
    Response farmer = register(wallet.getAccountId());
    String own = farmer.path("token");
    Response first = logIn(wallet);
    Response second = logIn(wallet);
    bearer(own)
        .get(path(farmer) + "/log-ins")
        .then()
        .statusCode(200)
        .body("items", hasSize(2))
        .body("items[0].place", equalTo("API"))
        .body("items[0].log_in_id", equalTo(second.path("log_in_id")))
        .body("items[0].ended_at", nullValue());
    String one = path(farmer) + "/log-ins/" + first.path("log_in_id");
    bearer(first.path("token")).delete(one).then().statusCode(204);
    bearer(first.path("token")).get(path(farmer)).then().statusCode(401);
    bearer(second.path("token")).get(path(farmer)).then().statusCode(200);
    bearer(own).delete(one).then().statusCode(404);
    bearer(own).delete(path(farmer) + "/log-ins").then().statusCode(204);
    bearer(second.path("token")).get(path(farmer)).then().statusCode(401);
    bearer(own)
        .get(path(farmer) + "/log-ins")
        .then()
        .body("items[0].ended_at", notNullValue())
        .body("items[1].ended_at", notNullValue());
  }

  @Test
  void nobodyEndsOrSeesAnothersLogIns() {
    Response farmer = register(wallet.getAccountId());
    Response made = logIn(wallet);
    Response other = register(KeyPair.random().getAccountId());
    String foreign = other.path("token");
    bearer(foreign).get(path(farmer) + "/log-ins").then().statusCode(403);
    bearer(foreign).delete(path(farmer) + "/log-ins").then().statusCode(403);
    bearer(foreign)
        .delete(path(other) + "/log-ins/" + made.path("log_in_id"))
        .then()
        .statusCode(404);
    bearer(made.path("token")).get(path(farmer)).then().statusCode(200);
  }

  @Test
  void aLostTokenIsReplacedByTheWalletsLogInAndTheOldOneEndsAtOnce() {
    Response farmer = register(wallet.getAccountId());
    String lost = farmer.path("token");
    String byWallet = token(wallet);
    String fresh =
        bearer(byWallet)
            .post(path(farmer) + "/token")
            .then()
            .statusCode(201)
            .extract()
            .path("token");
    bearer(lost).get(path(farmer)).then().statusCode(401);
    bearer(fresh).get(path(farmer)).then().statusCode(200);
    bearer(byWallet).get(path(farmer)).then().statusCode(200);
  }

  @Test
  void whoRevokesAllTokensRevokesTheWalletsAndTheWalletLogsInAnew() {
    Response farmer = register(wallet.getAccountId());
    String byWallet = token(wallet);
    bearer(farmer.path("token")).delete(path(farmer) + "/token").then().statusCode(204);
    bearer(byWallet).get(path(farmer)).then().statusCode(401);
    bearer(token(wallet)).get(path(farmer)).then().statusCode(200);
  }

  @Test
  void anOperatorWhoEndsLogInsIsAudited() {
    Response farmer = register(wallet.getAccountId());
    String byWallet = token(wallet);
    bearer(ApiProfile.OPERATOR_KEY).delete(path(farmer) + "/log-ins").then().statusCode(204);
    bearer(byWallet).get(path(farmer)).then().statusCode(401);
    assertThat(
            db.one(
                "select who || ' ' || detail from audit where what = 'end-log-in' and"
                    + " target = ?",
                row -> row.getString(1),
                farmer.<String>path("farmer_id")))
        .contains("operator all");
  }

  @Test
  void whoLogsInOverAndOverKeepsTwentyTokens() {
    Response farmer = register(wallet.getAccountId());
    String first = token(wallet);
    String second = token(wallet);
    for (int i = 0; i < 19; i++) {
      token(wallet);
    }
    bearer(first).get(path(farmer)).then().statusCode(401);
    bearer(second).get(path(farmer)).then().statusCode(200);
  }

  @Test
  void walletsCallFromAnySitesPage() {
    String site = "https://wallet.example";
    given()
        .header("Origin", site)
        .queryParam("account", wallet.getAccountId())
        .get("/auth")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", "*");
    given()
        .header("Origin", site)
        .header("Access-Control-Request-Method", "POST")
        .options("/auth")
        .then()
        .statusCode(204)
        .header("Access-Control-Allow-Methods", "GET, POST")
        .header("Access-Control-Allow-Headers", "Content-Type");
    given()
        .header("Origin", site)
        .contentType("application/json")
        .body(Map.of("transaction", "AAAA"))
        .post("/auth")
        .then()
        .statusCode(400)
        .header("Access-Control-Allow-Origin", "*");
    Response toml = given().header("Origin", site).get("/.well-known/stellar.toml");
    toml.then().statusCode(200).header("Access-Control-Allow-Origin", "*");
    assertThat(toml.headers().getValues("Access-Control-Allow-Origin")).hasSize(1);
  }
}
