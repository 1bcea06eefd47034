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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.farmer.FarmerState;
import org.kalepool.testing.NoticeReceiver.Received;
import org.kalepool.testing.PostgresResource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class FarmerNoticesTest extends NoticeFixture {
  private static final Pattern CONFIRMATION = Pattern.compile("of=([0-9a-f.-]+)");

  private Response change(Joined farmer, int stake) {
    return given()
        .header("Authorization", "Bearer " + farmer.token())
        .contentType("application/json")
        .body(Map.of("stake_percentage", stake))
        .patch(farmer.path() + "/settings");
  }

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
  void anEmailAddressGetsNothingButTheLinkBeforeItIsConfirmed() {
    Joined farmer = joined();
    set(farmer, List.of("SETTINGS_CHANGED"), Map.of("email", "ann@home.example"))
        .then()
        .statusCode(200)
        .body("email.address", equalTo("ann@home.example"))
        .body("email.confirmed", equalTo(false));
    change(farmer, 9);
    sweep();
    String mail = mailbox.getMailsSentTo("ann@home.example").getFirst().getText();
    assertThat(mailbox.getTotalMessagesSent()).isEqualTo(1);
    Matcher link = CONFIRMATION.matcher(mail);
    assertThat(mail).contains("http://pool.example/confirm-email?of=");
    assertThat(link.find()).isTrue();
    String proof = link.group(1);
    assertThat(rows("select body, text from notices").toString()).doesNotContain(proof);
    assertThat(notices.confirm(proof.substring(0, proof.length() - 1) + "x")).isFalse();
    assertThat(notices.confirm("x")).isFalse();
    assertThat(notices.confirm(UUID.randomUUID() + ".00")).isFalse();
    assertThat(notices.confirm(proof)).isTrue();
    assertThat(notices.confirm(proof)).isTrue();
    change(farmer, 10);
    sweep();
    assertThat(mailbox.getMailsSentTo("ann@home.example"))
        .hasSize(2)
        .last()
        .satisfies(it -> assertThat(it.getText()).contains("10 % staked"));
    set(farmer, List.of(), Map.of("email", "ann@home.example"))
        .then()
        .body("email.confirmed", equalTo(true));
    set(farmer, List.of(), Map.of("email", "")).then().body("email", nullValue());
    assertThat(notices.confirm(proof)).isFalse();
  }

  @Test
  void aLinkIsGoodForTwoDaysAndThreeMailsADayAreAllThatCanBeAskedFor() {
    Joined farmer = joined();
    for (int i = 0; i < 3; i++) {
      set(farmer, List.of(), Map.of("email", "a" + i + "@home.example")).then().statusCode(200);
      sweep();
    }
    set(farmer, List.of(), Map.of("email", "a3@home.example"))
        .then()
        .statusCode(429)
        .body("code", equalTo("too_many_changes"));
    get(farmer).then().body("email.address", equalTo("a2@home.example"));
    Matcher link =
        CONFIRMATION.matcher(mailbox.getMailsSentTo("a2@home.example").getFirst().getText());
    assertThat(link.find()).isTrue();
    wait(Duration.ofHours(49));
    assertThat(notices.confirm(link.group(1))).isFalse();
  }

  @Test
  void theFeedHasAnAddressThatNobodyGuessesAndThatCanBeRevoked() {
    Joined farmer = joined();
    String url = set(farmer, List.of("SETTINGS_CHANGED"), Map.of("feed", true)).path("feed.url");
    assertThat(url).startsWith("http://pool.example/feed/kn_").hasSize(28 + 43);
    String token = url.substring(url.lastIndexOf('/') + 1);
    get(farmer).then().body("feed.url", nullValue());
    change(farmer, 11);
    assertThat(notices.feed(token).orElseThrow())
        .singleElement()
        .satisfies(it -> assertThat(it.text()).contains("11 % staked"));
    assertThat(notices.feed(token + "x")).isEmpty();
    set(farmer, List.of(), Map.of("feed", false)).then().body("feed", nullValue());
    assertThat(notices.feed(token)).isEmpty();
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
  void aWrongWishNamesTheFieldAndChangesNothing() {
    Joined farmer = joined();
    wrong(farmer, List.of("NEW_LOGINS"), Map.of(), "kinds");
    wrong(farmer, null, Map.of(), "kinds");
    for (String url :
        List.of(
            "ftp://a.example/",
            "https://",
            "https:///x",
            "nothing",
            "https://u:p@a.example/",
            "https://a.example/#x",
            "https://a b",
            "https://a.example:70000/")) {
      wrong(farmer, List.of(), Map.of("webhook_url", url), "webhook_url");
    }
    wrong(farmer, List.of(), Map.of("webhook_url", "https://a/" + "x".repeat(500)), "webhook_url");
    for (String email : List.of("a", "a@", "@b", "a b@c.example", "Ann <a@b.example>", "a@b\n")) {
      wrong(farmer, List.of(), Map.of("email", email), "email");
    }
    assertThat(rows("select * from farmer_notices")).isEmpty();
    assertThat(rows("select * from notice_channels")).isEmpty();
  }

  private static void wrong(
      Joined farmer, @Nullable Object kinds, Map<String, Object> channels, String field) {
    set(farmer, kinds, channels).then().statusCode(422).body("errors[0].field", equalTo(field));
  }

  @Test
  void innerAddressesAreRefusedAtOnceWhereTheyAreNotAllowed() {
    for (String host :
        List.of("127.0.0.1", "10.1.2.3", "[::1]", "localhost", "a.localhost", "169.254.169.254")) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> WebhookUrl.of("https://" + host + "/", false)))
          .as(host)
          .isInstanceOf(org.kalepool.web.ProblemException.class);
    }
    assertThat(WebhookUrl.of("HTTPS://hooks.example/a?b=c", false))
        .hasToString("https://hooks.example/a?b=c");
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

  private static Response test(Joined farmer) {
    return given()
        .header("Authorization", "Bearer " + farmer.token())
        .post(farmer.path() + "/notices/test");
  }

  @Test
  void aWebhookThatIsTakenAwayGetsNothingMore() {
    Joined farmer = joined();
    set(farmer, List.of("SETTINGS_CHANGED"), Map.of("webhook_url", receiver.url() + "/a"));
    receiver.answers(500);
    change(farmer, 12);
    sweep();
    set(farmer, List.of("SETTINGS_CHANGED"), Map.of("webhook_url", ""))
        .then()
        .body("webhook", nullValue());
    receiver.answers(200);
    wait(Duration.ofMinutes(1));
    sweep();
    assertThat(receiver.received("/a")).hasSize(1);
  }

  @Test
  void rotatingTheKeysSealsChannelsAnewAndTheyGoOn() {
    Joined farmer = joined();
    set(farmer, List.of(), Map.of("webhook_url", receiver.url() + "/a"));
    List<String> before = rows("select sealed_by, encode(sealed, 'hex') from notice_channels");
    db.update("update notice_channels set sealed_by = 'an older one'");
    given()
        .header("Authorization", "Bearer " + ApiProfile.OPERATOR_KEY)
        .post("/api/v1/operator/keys/rotate")
        .then()
        .statusCode(200);
    assertThat(rows("select sealed_by, encode(sealed, 'hex') from notice_channels"))
        .doesNotContainAnyElementsOf(before)
        .singleElement()
        .asString()
        .startsWith(before.getFirst().substring(0, 16));
    test(farmer).then().statusCode(200);
    sweep();
    assertThat(receiver.received("/a")).hasSize(1);
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
