package org.kalepool.notice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.testing.PostgresResource;

/** Webhooks, e-mail addresses and feeds, by which farmers are told. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class NoticeChannelsTest extends NoticeFixture {
  private static final Pattern CONFIRMATION = Pattern.compile("of=([0-9a-f.-]+)");

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
}
