package org.kalepool.notice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.farmer.FarmerState;
import org.kalepool.testing.NoticeReceiver.Received;
import org.kalepool.testing.PostgresResource;

/** What farmers chose to be told, and are. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class FarmerNoticesTest extends NoticeFixture {
  @Test
  void whatWasChosenIsToldOnceSignedWithAKeyThatIsShownOnce() {
    Joined farmer = joined();
    get(farmer).then().statusCode(200).body("kinds", equalTo(List.of()));
    Response set =
        set(
            farmer,
            List.of("SETTINGS_CHANGED", "NEW_LOGIN"),
            Map.of("webhook_url", receiver.url() + "/farmers/secret?token=secret"));
    set.then()
        .statusCode(200)
        .body("kinds", contains("SETTINGS_CHANGED", "NEW_LOGIN"))
        .body("webhook.url", equalTo(receiver.url() + "/…"))
        .body("webhook.key", startsWith("kw_"))
        .body("email", nullValue())
        .body("feed", nullValue());
    String key = set.path("webhook.key");
    get(farmer)
        .then()
        .body("webhook.key", nullValue())
        .body("webhook.last", nullValue())
        .body(not(containsString("secret")));
    change(farmer, 7).then().statusCode(200);
    sweep();
    sweep();
    Received told = receiver.received("/farmers/secret?token=secret").getFirst();
    assertThat(receiver.received()).hasSize(1);
    assertThat(told.body())
        .contains("\"kind\":\"SETTINGS_CHANGED\"")
        .contains(
            "7 % staked, harvested after 3 blocks, farming when it pays the farmer; set by the"
                + " farmer")
        .contains(farmer.id().toString());
    assertThat(told.headers().get("Kale-Signature"))
        .isEqualTo(
            Signature.of(
                key,
                Long.parseLong(told.headers().get("Kale-Timestamp")),
                told.body().getBytes(StandardCharsets.UTF_8)));
    get(farmer).then().body("webhook.last.state", equalTo("SENT"));
    assertThat(rows("select shown, encode(sealed, 'escape') from notice_channels").toString())
        .doesNotContain("secret")
        .doesNotContain(key);
  }

  @Test
  void whatIsNotChosenIsNotTold() {
    Joined farmer = joined();
    set(farmer, List.of("DEPARTED"), Map.of("webhook_url", receiver.url() + "/a"));
    change(farmer, 8).then().statusCode(200);
    sweep();
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void eachFactIsToldInWords() {
    Joined farmer = joined();
    set(
        farmer,
        List.of("STAKE_LOST", "COMPENSATED", "NEW_LOGIN", "DEPARTED"),
        Map.of("webhook_url", receiver.url() + "/a"));
    UUID pooler = poolers.own().id();
    db.update(
        "insert into harvests (block_index, farmer_id, pooler_id, status, stake, cause, debtor,"
            + " harvested_at) values (77, ?, ?, 'LOST', 12500000, 'BLOCK_CLOSED', 'POOLER', now())",
        farmer.id(),
        pooler);
    db.update(
        "insert into compensations (pooler_id, farmer_id, block_index, amount, cause, at)"
            + " values (?, ?, 77, 12500000, 'BLOCK_CLOSED', now())",
        pooler,
        farmer.id());
    sweep();
    assertThat(receiver.received())
        .extracting(Received::body)
        .satisfiesExactly(
            lost ->
                assertThat(lost)
                    .contains("A stake was lost in block 77")
                    .contains("1.2500000 KALE staked in block 77 are lost: BLOCK_CLOSED."),
            owed -> assertThat(owed).contains("\"kale_stroops\":\"12500000\""));
  }

  @Test
  void lowXlmIsToldOnceUntilThereIsEnoughAgain() {
    Joined farmer = joined();
    set(farmer, List.of("XLM_LOW"), Map.of("webhook_url", receiver.url() + "/a"));
    farmers.move(farmer.id(), FarmerState.FUNDED, FarmerState.ACTIVE, "pool", "x");
    xlm(farmer, 30_000_000);
    sweep();
    assertThat(receiver.received()).isEmpty();
    xlm(farmer, 17_000_000);
    sweep();
    sweep();
    assertThat(receiver.received())
        .singleElement()
        .satisfies(it -> assertThat(it.body()).contains("0.2000000 XLM are left for fees"));
    xlm(farmer, 30_000_000);
    sweep();
    xlm(farmer, 16_000_000);
    sweep();
    assertThat(receiver.received()).hasSize(2);
  }

  private void xlm(Joined farmer, long stroops) {
    BookedXlm.set(db, farmer.id(), stroops);
  }

  @Test
  void onlyWhoHasPaidIsToldAndNobodyElseSeesOrSetsIt() {
    Joined stranger = registered();
    set(stranger, List.of(), Map.of()).then().statusCode(409);
    Joined farmer = joined();
    given()
        .header("Authorization", "Bearer " + stranger.token())
        .get(farmer.path() + "/notices")
        .then()
        .statusCode(403);
    given().get(farmer.path() + "/notices").then().statusCode(401);
    given()
        .header("Authorization", "Bearer " + stranger.token())
        .post(farmer.path() + "/notices/test")
        .then()
        .statusCode(403);
    operator(farmer.path() + "/notices").then().statusCode(200);
  }

  @Test
  void aTestGoesToEveryChannelThatIsConfirmedTenTimesAnHour() {
    Joined farmer = joined();
    test(farmer).then().statusCode(409);
    set(farmer, List.of(), Map.of("webhook_url", receiver.url() + "/a", "email", "b@c.example"));
    for (int i = 0; i < 10; i++) {
      test(farmer).then().statusCode(200).body("channels", equalTo(1));
    }
    test(farmer).then().statusCode(429);
    sweep();
    assertThat(receiver.received("/a")).hasSize(10);
    assertThat(receiver.received("/a").getFirst().body()).contains("\"kind\":\"TEST\"");
  }

  @Test
  void anOperatorsChangeIsAudited() {
    Joined farmer = joined();
    given()
        .header("Authorization", "Bearer " + ApiProfile.OPERATOR_KEY)
        .contentType("application/json")
        .body(Map.of("kinds", List.of("DEPARTED")))
        .put(farmer.path() + "/notices")
        .then()
        .statusCode(200)
        .body("kinds", contains("DEPARTED"));
    assertThat(
            db.rows(
                "select who, what from audit where target = ? order by id", farmer.id().toString()))
        .containsExactly("operator change-notices");
  }
}
