package org.kalepool.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;

/** What operators are told, and what they say to it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class AlertsTest {
  private static final String API = "/api/v1/operator/alerts";

  @Inject Incidents incidents;
  @Inject AlertSweep alerts;
  @Inject Clock clock;
  @Inject Db db;

  @BeforeEach
  void begin() {
    forget();
  }

  /** Without leaving others anything: what is told of an incident would be delivered to them. */
  @AfterEach
  void forget() {
    for (String table : List.of("incidents", "alert_looks", "notices")) {
      db.update("delete from " + table);
    }
    incidents.take(new Findings());
    db.update("delete from alert_looks");
  }

  private static RequestSpecification operator() {
    return given()
        .header("Authorization", "Bearer " + ApiProfile.OPERATOR_KEY)
        .contentType("application/json");
  }

  private void wait(Duration time) {
    ((SteppedClock) clock).advance(time);
    db.update("update alert_looks set at = ?", clock.instant());
  }

  private void look(boolean bad) {
    Findings findings = new Findings();
    if (bad) {
      findings.found(Rule.NODE, "", "The node is away", "Since noon.");
    }
    incidents.take(findings);
  }

  private List<String> told() {
    return db.rows(
        "select kind, title from notices where channel = 'operators webhook' order by seq");
  }

  @Test
  void anIncidentIsToldOnceThenRemindedOfAndToldWhenItIsOver() {
    look(true);
    look(true);
    assertThat(told()).containsExactly("ALERT_OPENED The node is away");
    assertThat(db.rows("select distinct channel from notices order by 1"))
        .containsExactly(
            "operators discord", "operators email", "operators slack", "operators webhook");
    wait(Duration.ofHours(3));
    look(true);
    assertThat(told()).hasSize(1);
    wait(Duration.ofHours(1));
    look(true);
    look(true);
    look(false);
    look(false);
    assertThat(told())
        .containsExactly(
            "ALERT_OPENED The node is away",
            "ALERT_REMINDER Still: The node is away",
            "ALERT_ENDED Over: The node is away");
    look(true);
    assertThat(told()).hasSize(4);
    operator()
        .get(API)
        .then()
        .statusCode(200)
        .body("items", hasSize(2))
        .body("items.rule", contains("NODE", "NODE"))
        .body("items[0].ended_at", nullValue())
        .body("items[1].ended_at", notNullValue());
    operator().get(API + "?open=true").then().body("items", hasSize(1));
    operator().get(API + "?open=false").then().body("items", hasSize(1));
    operator()
        .get(API + "?open=perhaps")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("open"));
    operator()
        .get(API + "/notices")
        .then()
        .body("items", hasSize(16))
        .body("items[0].state", equalTo("WAITING"));
  }

  @Test
  void whatCannotBeToldLeavesAnIncidentAsItIs() {
    look(true);
    Findings unclear = new Findings();
    unclear.unclear(Rule.NODE);
    incidents.take(unclear);
    assertThat(told()).hasSize(1);
    assertThat(db.rows("select ended_at from incidents")).containsExactly("null");
  }

  @Test
  void aSilentIncidentIsToldOfNeitherAgainNorAsOverNorWhenItComesBack() {
    look(true);
    String id = db.rows("select id from incidents").getFirst();
    operator()
        .body(Map.of("minutes", 600, "why", " the provider knows "))
        .post(API + "/" + id + "/silence")
        .then()
        .statusCode(200)
        .body("silenced_by", equalTo("operator"))
        .body("silenced_why", equalTo("the provider knows"))
        .body("silenced_until", equalTo(clock.instant().plusSeconds(36_000).toString()));
    wait(Duration.ofHours(5));
    look(true);
    look(false);
    look(true);
    assertThat(told()).hasSize(1);
    wait(Duration.ofHours(6));
    look(true);
    assertThat(told()).hasSize(2).last().asString().startsWith("ALERT_OPENED");
    assertThat(
            db.rows(
                "select who, what, target, detail from audit where what = 'silence-alert'"
                    + " order by id desc limit 1"))
        .containsExactly("operator silence-alert " + id + " 600 minutes: the provider knows");
  }

  @Test
  void aSilenceNeedsATimeAReasonAndAnIncident() {
    look(true);
    String id = db.rows("select id from incidents").getFirst();
    operator()
        .body(Map.of("minutes", 50_000))
        .post(API + "/" + id + "/silence")
        .then()
        .statusCode(422)
        .body("errors.field", contains("minutes", "why"));
    for (String none : List.of("0", "x", "999999999")) {
      operator()
          .body(Map.of("minutes", 5, "why", "x"))
          .post(API + "/" + none + "/silence")
          .then()
          .statusCode(404);
    }
    given().get(API).then().statusCode(401);
    given()
        .contentType("application/json")
        .body(Map.of("minutes", 5, "why", "x"))
        .post(API + "/" + id + "/silence")
        .then()
        .statusCode(401);
    assertThat(db.rows("select silenced_until from incidents")).containsExactly("null");
  }

  @Test
  void aTestGoesToEveryChannelAndIsAudited() {
    operator()
        .post(API + "/test")
        .then()
        .statusCode(200)
        .body(
            "channels",
            contains(
                "operators discord", "operators email", "operators slack", "operators webhook"));
    assertThat(told()).containsExactly("ALERT_TEST A test");
    assertThat(db.rows("select who, what from audit order by id desc limit 1"))
        .containsExactly("operator test-alerts");
  }

  @Test
  void aTimeInWhichNobodyLookedIsToldAndOver() {
    look(false);
    ((SteppedClock) clock).advance(Duration.ofMinutes(6));
    look(false);
    look(false);
    assertThat(told())
        .containsExactly(
            "ALERT_OPENED No process led for a time",
            "ALERT_ENDED Over: No process led for a time");
  }

  @Test
  void theMetricSaysHowManyAreOpen() {
    look(true);
    Management.given()
        .get("/q/metrics")
        .then()
        .body(containsString("kale_alerts_open{rule=\"node\"} 1.0"))
        .body(containsString("kale_alerts_open{rule=\"backup\"} 0.0"));
    look(false);
    Management.given()
        .get("/q/metrics")
        .then()
        .body(containsString("kale_alerts_open{rule=\"node\"} 0.0"));
  }

  @Test
  void looksAtWhatIsSoInTheDatabase() {
    db.update("delete from farmer_notices");
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update("delete from audit where what = 'backup'");
            });
    given()
        .contentType("application/json")
        .body(
            Map.of(
                "pooler_id",
                db.rows("select id from poolers where own").getFirst(),
                "payout_wallet",
                org.stellar.sdk.KeyPair.random().getAccountId(),
                "stake_percentage",
                50,
                "harvest_interval",
                3))
        .post("/api/v1/farmers")
        .then()
        .statusCode(201);
    alerts.sweep();
    ((SteppedClock) clock).advance(Duration.ofHours(25));
    alerts.sweep();
    operator()
        .get(API + "?open=true")
        .then()
        .body("items.rule", hasItem("BACKUP"))
        .body("items.rule", hasItem("NODE"));
    db.update(
        "insert into audit (who, what, target, detail, at) values ('backup', 'backup', null, 'x',"
            + " ?)",
        clock.instant());
    alerts.sweep();
    assertThat(db.rows("select count(*) from incidents where rule = 'BACKUP' and ended_at is null"))
        .containsExactly("0");
  }
}
