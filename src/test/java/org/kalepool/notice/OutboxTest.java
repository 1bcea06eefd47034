package org.kalepool.notice;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.testing.NoticeReceiver;
import org.kalepool.testing.NoticeReceiver.Received;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.TestCertificate;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class OutboxTest extends NoticeFixture {
  @Test
  void tellsEachChannelOnceInItsOwnForm() {
    tellOperators("The node is away");
    sweep();
    sweep();
    Received json = receiver.received("/operators").getFirst();
    String id = json.headers().get("Kale-Notice-Id");
    assertThat(json.body())
        .contains("\"id\":\"" + id + "\"")
        .contains("\"kind\":\"ALERT_OPENED\"")
        .contains("\"title\":\"The node is away\"")
        .contains("\"details\":{\"rule\":\"x\"}");
    assertThat(receiver.received("/slack/secret"))
        .singleElement()
        .extracting(Received::body)
        .isEqualTo("{\"text\":\"*The node is away*\\nIt is &lt;so&gt; &amp; so.\"}");
    assertThat(receiver.received("/discord/secret"))
        .singleElement()
        .extracting(Received::body)
        .isEqualTo(
            "{\"content\":\"**The node is away**\\nIt is <so> & so.\","
                + "\"allowed_mentions\":{\"parse\":[]}}");
    assertThat(mailbox.getMailsSentTo("operators@pool.example"))
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.getSubject()).isEqualTo("The node is away");
              assertThat(mail.getText()).isEqualTo("It is <so> & so.\n");
              assertThat(mail.getFrom()).isEqualTo("pool@pool.example");
            });
    assertThat(receiver.received()).hasSize(3);
    assertThat(rows("select distinct state, attempts from notices")).containsExactly("SENT 1");
  }

  /** As docs/operations.md has it. */
  @Test
  void theReceiverCanTellByTheSignatureThatItIsThePools() {
    tellOperators("x");
    sweep();
    Received it = receiver.received("/operators").getFirst();
    long timestamp = Long.parseLong(it.headers().get("Kale-Timestamp"));
    assertThat(timestamp).isEqualTo(clock.instant().getEpochSecond());
    assertThat(it.headers().get("Kale-Signature"))
        .isEqualTo(
            Signature.of(NoticeReceiver.KEY, timestamp, it.body().getBytes(StandardCharsets.UTF_8)))
        .matches("v1=[0-9a-f]{64}");
    assertThat(Signature.of("key", 1_767_225_600L, "{}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1=df344de429b8ee672e1863e0008fdbd0080000536fbccdf0e4f89846acbbe872");
  }

  @Test
  void isTriedAgainUnderTheSameIdAfterPausesThatBecomeLonger() {
    receiver.answers(503);
    tellOperators("first");
    tellOperators("second");
    sweep();
    sweep();
    assertThat(receiver.received("/operators")).hasSize(1);
    wait(Duration.ofSeconds(10));
    sweep();
    wait(Duration.ofSeconds(10));
    sweep();
    assertThat(receiver.received("/operators")).hasSize(2);
    receiver.answers(200);
    wait(Duration.ofSeconds(10));
    sweep();
    List<Received> all = receiver.received("/operators");
    assertThat(all).hasSize(4);
    assertThat(all.subList(0, 3).stream().map(it -> it.headers().get("Kale-Notice-Id")).distinct())
        .hasSize(1);
    assertThat(all.get(3).body()).contains("second");
    assertThat(
            rows(
                "select title, state, attempts, last_error from notices"
                    + " where channel = 'operators webhook' order by seq"))
        .containsExactly("first SENT 3 null", "second SENT 1 null");
  }

  @Test
  void aWebhookWhoseCertificateNobodyTrustsGetsNothingIsToldSoAndTriedAgain() {
    try (NoticeReceiver stranger = NoticeReceiver.by(TestCertificate.of("localhost"))) {
      Joined farmer = joined();
      set(farmer, List.of(), Map.of("webhook_url", stranger.url() + "/secret"))
          .then()
          .statusCode(200);
      given()
          .header("Authorization", "Bearer " + farmer.token())
          .post(farmer.path() + "/notices/test")
          .then()
          .statusCode(200);
      sweep();
      get(farmer)
          .then()
          .body("webhook.last.state", equalTo("WAITING"))
          .body("webhook.last.error", startsWith("the receiver's certificate is not for this"));
      wait(Duration.ofMinutes(1));
      sweep();
      assertThat(rows("select state, attempts from notices")).containsExactly("WAITING 2");
      assertThat(stranger.received()).isEmpty();
    }
  }

  @Test
  void whatWasToldAMonthAgoIsForgotten() {
    tellOperators("old");
    sweep();
    wait(Duration.ofDays(29));
    sweep();
    assertThat(rows("select distinct title from notices")).containsExactly("old");
    wait(Duration.ofDays(2));
    sweep();
    assertThat(rows("select title from notices")).isEmpty();
  }

  @Test
  void whatNobodyTakesForADayIsGivenUpAndShownSo() {
    receiver.answers(404);
    tellOperators("lost");
    sweep();
    wait(Duration.ofHours(25));
    sweep();
    int tries = receiver.received("/operators").size();
    wait(Duration.ofHours(2));
    sweep();
    assertThat(receiver.received("/operators")).hasSize(tries);
    assertThat(rows("select state, last_error from notices where channel = 'operators webhook'"))
        .containsExactly("GIVEN_UP the receiver answered 404");
    wait(Duration.ofDays(31));
    sweep();
    assertThat(rows("select count(*) from notices")).containsExactly("0");
  }

  @Test
  void whatIsUndoneIsNotTold() {
    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          outbox.toOperators(
                              new Notice("X", "x", "x", clock.instant(), null, Map.of()));
                          throw new IllegalStateException("undone");
                        }))
        .hasMessage("undone");
    sweep();
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void aTitleAndATextThatAreTooLongAreCut() {
    Notice notice =
        new Notice("X", "t".repeat(500), "x".repeat(9_000), clock.instant(), null, Map.of());
    assertThat(notice.title()).hasSize(200).endsWith("…");
    assertThat(notice.text()).hasSize(4_000).endsWith("…");
  }
}
