package org.kalepool.notice;

import static io.restassured.RestAssured.given;
import static org.kalepool.testing.JsonAnswers.text;

import io.quarkus.mailer.MockMailbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.db.Db;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Tasks;
import org.kalepool.testing.NoticeReceiver;
import org.stellar.sdk.KeyPair;

/** The outbox, with receivers beside it; each test begins with nothing to be told. */
abstract class NoticeFixture {
  @Inject NoticeSweep deliveries;
  @Inject NewsSweep news;
  @Inject NoticeRetention retention;
  @Inject Outbox outbox;
  @Inject FarmerNotices notices;
  @Inject MockMailbox mailbox;
  @Inject Poolers poolers;
  @Inject Farmers farmers;
  @Inject Tasks tasks;
  @Inject Clock clock;
  @Inject Db db;

  NoticeReceiver receiver;

  @BeforeEach
  void begin() {
    for (String table : List.of("notices", "notice_channels", "farmer_notices", "farmer_news")) {
      db.update("delete from " + table);
    }
    mailbox.clear();
    receiver = NoticeReceiver.ofOperators();
  }

  @AfterEach
  void end() {
    receiver.close();
  }

  void wait(Duration time) {
    ((SteppedClock) clock).advance(time);
  }

  /** What is due is made and delivered. */
  void sweep() {
    news.sweep();
    retention.sweep();
    deliveries.sweep();
    ((SteppedTasks) tasks).runAll();
  }

  void tellOperators(String title) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                outbox.toOperators(
                    new Notice(
                        "ALERT_OPENED",
                        title,
                        "It is <so> & so.",
                        clock.instant(),
                        null,
                        Map.of("rule", "x"))));
  }

  /** A farmer whose XLM has come. */
  record Joined(UUID id, String token) {
    String path() {
      return "/api/v1/farmers/" + id;
    }
  }

  Joined joined() {
    Joined farmer = registered();
    farmers.move(farmer.id(), FarmerState.REGISTERED, FarmerState.FUNDED, "pool", "for the test");
    return farmer;
  }

  Joined registered() {
    Response made =
        given()
            .contentType("application/json")
            .body(
                Map.of(
                    "pooler_id",
                    poolers.own().id().toString(),
                    "payout_wallet",
                    KeyPair.random().getAccountId(),
                    "stake_percentage",
                    50,
                    "harvest_interval",
                    3))
            .post("/api/v1/farmers");
    made.then().statusCode(201);
    return new Joined(UUID.fromString(text(made, "farmer_id")), text(made, "token"));
  }

  static Response set(Joined farmer, @Nullable Object kinds, Map<String, Object> channels) {
    Map<String, @Nullable Object> body = new HashMap<>(channels);
    body.put("kinds", kinds);
    return given()
        .header("Authorization", "Bearer " + farmer.token())
        .contentType("application/json")
        .body(body)
        .put(farmer.path() + "/notices");
  }

  static Response get(Joined farmer) {
    return given()
        .header("Authorization", "Bearer " + farmer.token())
        .get(farmer.path() + "/notices");
  }

  static Response change(Joined farmer, int stake) {
    return given()
        .header("Authorization", "Bearer " + farmer.token())
        .contentType("application/json")
        .body(Map.of("stake_percentage", stake))
        .patch(farmer.path() + "/settings");
  }

  static Response test(Joined farmer) {
    return given()
        .header("Authorization", "Bearer " + farmer.token())
        .post(farmer.path() + "/notices/test");
  }

  static Response operator(String path) {
    return given().header("Authorization", "Bearer " + ApiProfile.OPERATOR_KEY).get(path);
  }

  List<String> rows(String sql) {
    return db.rows(sql);
  }
}
