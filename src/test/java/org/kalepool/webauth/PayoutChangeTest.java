package org.kalepool.webauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.farmer.FarmerState;
import org.kalepool.schedule.Sweep;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** Being paid out to another wallet: asked for by the present one, a day before. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class PayoutChangeTest extends WalletsFixture {
  private final KeyPair old = KeyPair.random();
  private final KeyPair next = KeyPair.random();

  @Inject @All List<Sweep> sweeps;

  private void sweep() {
    sweeps.stream()
        .filter(it -> it.name().equals("payout-changes"))
        .findFirst()
        .orElseThrow()
        .sweep();
  }

  private static Response ask(Response farmer, String token, Map<String, Object> wish) {
    return bearer(token)
        .contentType("application/json")
        .body(wish)
        .post(path(farmer) + "/payout-wallet");
  }

  private static Response ask(Response farmer, String token, KeyPair wallet) {
    return ask(farmer, token, Map.of("payout_wallet", wallet.getAccountId()));
  }

  private static String payout(Response farmer) {
    return bearer(ApiProfile.OPERATOR_KEY).get(path(farmer)).path("payout_wallet");
  }

  private static UUID id(Response farmer) {
    return UUID.fromString(farmer.path("farmer_id"));
  }

  private void move(Response farmer, FarmerState from, FarmerState to) {
    assertThat(farmers.move(id(farmer), from, to, "operator", "test")).isTrue();
  }

  @Test
  void onlyThePresentWalletCanNameAnother() {
    Response farmer = register(old.getAccountId());
    ask(farmer, farmer.path("token"), next)
        .then()
        .statusCode(403)
        .body("code", equalTo("forbidden"));
    ask(farmer, ApiProfile.OPERATOR_KEY, next).then().statusCode(403);
    Response other = register(next.getAccountId());
    ask(farmer, token(next), next).then().statusCode(403);
    ask(farmer, other.path("token"), next).then().statusCode(403);
    assertThat(payout(farmer)).isEqualTo(old.getAccountId());
  }

  @Test
  void theWalletChangesADayAfterItWasAskedForAndNoSooner() {
    Response farmer = register(old.getAccountId());
    String byWallet = token(old);
    ask(farmer, byWallet, next)
        .then()
        .statusCode(202)
        .body("payout_wallet", equalTo(next.getAccountId()))
        .body("ended_at", nullValue());
    bearer(farmer.path("token"))
        .get(path(farmer))
        .then()
        .body("payout_wallet", equalTo(old.getAccountId()))
        .body("coming_payout_wallet.payout_wallet", equalTo(next.getAccountId()));
    later(Duration.ofHours(24).minusSeconds(1));
    sweep();
    assertThat(payout(farmer)).isEqualTo(old.getAccountId());
    later(Duration.ofSeconds(1));
    String late = token(old);
    sweep();
    sweep();
    assertThat(payout(farmer)).isEqualTo(next.getAccountId());
    bearer(late).get(path(farmer)).then().statusCode(401);
    answer(signed(challenge(old.getAccountId()), old)).then().statusCode(404);
    logIn(next).then().body("farmer_id", equalTo(farmer.path("farmer_id")));
    bearer(farmer.path("token"))
        .get(path(farmer) + "/payout-wallet")
        .then()
        .body("items", hasSize(1))
        .body("items[0].ended_as", equalTo("DONE"))
        .body("items[0].ended_by", equalTo("pool"));
  }

  @Test
  void whoeverActsForTheFarmerStopsIt() {
    Response farmer = register(old.getAccountId());
    ask(farmer, token(old), next).then().statusCode(202);
    String change = path(farmer) + "/payout-wallet";
    bearer(farmer.path("token")).delete(change).then().statusCode(204);
    bearer(farmer.path("token")).delete(change).then().statusCode(404);
    later(Duration.ofHours(25));
    sweep();
    assertThat(payout(farmer)).isEqualTo(old.getAccountId());
    String byWallet = token(old);
    ask(farmer, byWallet, next).then().statusCode(202);
    bearer(byWallet).delete(change).then().statusCode(204);
    ask(farmer, byWallet, next).then().statusCode(202);
    bearer(ApiProfile.OPERATOR_KEY).delete(change).then().statusCode(204);
    assertThat(
            db.one(
                "select count(*) from audit where what = 'stop-payout-change' and target = ?",
                row -> row.getLong(1),
                farmer.<String>path("farmer_id")))
        .contains(1L);
    bearer(farmer.path("token"))
        .get(change)
        .then()
        .body("items.ended_as", equalTo(List.of("STOPPED", "STOPPED", "STOPPED")))
        .body("items[0].ended_by", equalTo("operator"));
  }

  @Test
  void oneChangeWaitsAtATimeAndTheSameIsAskedForOnce() {
    Response farmer = register(old.getAccountId());
    String byWallet = token(old);
    String first = ask(farmer, byWallet, next).path("due_at");
    later(Duration.ofMinutes(1));
    ask(farmer, byWallet, next).then().statusCode(202).body("due_at", equalTo(first));
    ask(farmer, byWallet, KeyPair.random())
        .then()
        .statusCode(409)
        .body("detail", containsString("stop that one first"));
  }

  @Test
  void whatCannotBeAPayoutWalletIsRefusedByName() {
    Response farmer = register(old.getAccountId());
    String byWallet = token(old);
    refused(farmer, byWallet, Map.of("payout_wallet", old.getAccountId()), "payout_wallet");
    refused(
        farmer,
        byWallet,
        Map.of("payout_wallet", farmer.path("custodial_wallet")),
        "payout_wallet");
    refused(
        farmer, byWallet, Map.of("payout_wallet", poolers.own().wallet().text()), "payout_wallet");
    refused(farmer, byWallet, Map.of("payout_wallet", "GABC"), "payout_wallet");
    Map<String, Object> memo = new HashMap<>(Map.of("payout_wallet", next.getAccountId()));
    memo.put("payout_memo_type", "id");
    refused(farmer, byWallet, memo, "payout_memo");
    memo.put("payout_memo", "77");
    refused(farmer, byWallet, memo, "payout_wallet"); // an exchange's account has to be there
    assertThat(
            db.one(
                "select count(*) from payout_changes where farmer_id = ?",
                row -> row.getLong(1),
                id(farmer)))
        .contains(0L);
  }

  private static void refused(
      Response farmer, String token, Map<String, Object> wish, String field) {
    ask(farmer, token, wish).then().statusCode(422).body("errors[0].field", equalTo(field));
  }

  @Test
  void whoLeavesMeanwhileIsPaidToTheOldWalletAndWhoStaysAfterAllToTheNew() {
    Response farmer = register(old.getAccountId());
    String byWallet = token(old);
    ask(farmer, byWallet, next).then().statusCode(202);
    move(farmer, FarmerState.REGISTERED, FarmerState.ACTIVE);
    move(farmer, FarmerState.ACTIVE, FarmerState.LEAVING);
    ask(farmer, byWallet, KeyPair.random()).then().statusCode(409);
    later(Duration.ofHours(24));
    sweep();
    assertThat(payout(farmer)).isEqualTo(old.getAccountId());
    move(farmer, FarmerState.LEAVING, FarmerState.ACTIVE);
    sweep();
    assertThat(payout(farmer)).isEqualTo(next.getAccountId());
    move(farmer, FarmerState.ACTIVE, FarmerState.DEPARTED);
  }

  @Test
  void aChangeOfWhoHasLeftAndOneToAnothersWalletComeToNothing() {
    Response farmer = register(old.getAccountId());
    ask(farmer, token(old), next).then().statusCode(202);
    Response other = register(next.getAccountId());
    move(farmer, FarmerState.REGISTERED, FarmerState.FUNDED);
    move(other, FarmerState.REGISTERED, FarmerState.FUNDED);
    KeyPair third = KeyPair.random();
    ask(other, token(next), third).then().statusCode(202);
    later(Duration.ofHours(23));
    move(other, FarmerState.FUNDED, FarmerState.DEPARTED);
    Response again = register(next.getAccountId());
    move(again, FarmerState.REGISTERED, FarmerState.FUNDED);
    later(Duration.ofHours(1));
    sweep();
    assertThat(payout(farmer)).isEqualTo(old.getAccountId());
    assertThat(payout(other)).isEqualTo(next.getAccountId());
    assertThat(
            db.list(
                "select ended_as from payout_changes where farmer_id in (?, ?)",
                row -> row.getString(1),
                id(farmer),
                id(other)))
        .containsExactly("REFUSED", "REFUSED");
    move(farmer, FarmerState.FUNDED, FarmerState.DEPARTED);
    move(again, FarmerState.FUNDED, FarmerState.DEPARTED);
  }

  @Test
  void aRegistrationThatLapsesTakesItsChangeAlong() {
    Response farmer = register(old.getAccountId());
    ask(farmer, token(old), next).then().statusCode(202);
    assertThat(QuarkusTransaction.requiringNew().call(() -> farmers.lapse(id(farmer)))).isTrue();
    assertThat(
            db.one(
                "select count(*) from payout_changes where farmer_id = ?",
                row -> row.getLong(1),
                id(farmer)))
        .contains(0L);
  }

  @Test
  void theDatabaseItselfChangesNoPayoutWalletThatNobodyAskedForADayBefore() {
    Response farmer = register(old.getAccountId());
    assertThatThrownBy(
            () ->
                db.update(
                    "update farmers set payout = ? where id = ?", next.getAccountId(), id(farmer)))
        .hasMessageContaining("only as was asked for a day before");
    ask(farmer, token(old), next).then().statusCode(202);
    assertThatThrownBy(
            () ->
                db.update(
                    "update payout_changes set ended_as = 'DONE', ended_by = 'pool', ended_at ="
                        + " asked_at where farmer_id = ?",
                    id(farmer)))
        .hasMessageContaining("payout_change_is_done_when_due");
    assertThatThrownBy(
            () ->
                db.update(
                    "update payout_changes set due_at = asked_at where farmer_id = ?", id(farmer)))
        .hasMessageContaining("it only ends, and once");
    assertThatThrownBy(
            () -> db.update("delete from payout_changes where farmer_id = ?", id(farmer)))
        .hasMessageContaining("append-only");
  }

  @Test
  void aFarmerIsToldOfLogInsByItsWalletAndOfAnotherThatIsAskedFor() {
    Response farmer = register(old.getAccountId());
    move(farmer, FarmerState.REGISTERED, FarmerState.FUNDED);
    String url =
        bearer(farmer.path("token"))
            .contentType("application/json")
            .body(Map.of("kinds", List.of("NEW_LOGIN", "SETTINGS_CHANGED"), "feed", true))
            .put(path(farmer) + "/notices")
            .then()
            .statusCode(200)
            .extract()
            .path("feed.url");
    ask(farmer, token(old), next).then().statusCode(202);
    bearer(farmer.path("token")).delete(path(farmer) + "/payout-wallet").then().statusCode(204);
    assertThat(given().get(url.substring(url.indexOf("/feed/"))).asString())
        .contains(
            "by a signature of your payout wallet",
            "is to go to account " + next.getAccountId(),
            "does not go to account " + next.getAccountId() + ", that was stopped by the farmer");
  }
}
