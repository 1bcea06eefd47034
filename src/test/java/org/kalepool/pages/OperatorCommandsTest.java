package org.kalepool.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.ops.OpenRows;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.FarmRows;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;

/** What operators do from pages: looked at first, with a reason, once, under their names. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorCommandsTest extends StagesFixture {
  private static final Pattern SECRET = Pattern.compile("<code id=\"secret\">([^<]+)</code>");

  @Inject Db db;
  @Inject OpenRows open;
  @Inject Poolers poolers;

  private List<String> audit(String target) {
    return db.list(
        "select concat_ws(' ', who, what, detail) from audit where coalesce(target, '') = ?"
            + " order by id",
        row -> row.getString(1),
        target);
  }

  @Test
  void aStuckTransactionIsGivenUpOnceWithTheReasonUnderTheOperatorsName() {
    long stuck = open.queued(fixture.active(50, 1, "100", "10"), 5, "HARVEST");
    OperatorBrowsing olga = OperatorBrowsing.operator();
    assertThat(olga.page("/operator/transactions"))
        .contains("/operator/do/give-up?target=" + stuck);
    String path = "/operator/do/give-up?target=" + stuck;
    assertThat(olga.page(path))
        .contains("Transaction " + stuck + ", harvest in block 5")
        .contains("nothing is sent yet");
    assertThat(open.state(stuck)).isEqualTo("QUEUED");
    Map<String, Object> form = olga.form(path, " the node has lost it ");
    for (String words : List.of("is given up", "it was done once")) {
      olga.browser
          .post("/operator/do/give-up", form)
          .then()
          .statusCode(200)
          .body(containsString("Transaction " + stuck))
          .body(containsString(words));
    }
    assertThat(open.state(stuck)).isEqualTo("REFUSED");
    assertThat(audit(Long.toString(stuck))).containsExactly("olga give-up the node has lost it");
    // Another tab that showed the same thing.
    olga.does(path, "again").then().statusCode(422).body(containsString("Nothing was changed"));
    assertThat(audit(Long.toString(stuck))).hasSize(1);
  }

  @Test
  void whoOnlyLooksIsShownWhatItWouldDoAndCannotDoIt() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    OperatorBrowsing victor = OperatorBrowsing.viewer();
    String path = "/operator/do/suspend?target=" + farmer.id();
    assertThat(victor.page(path))
        .contains("This needs the role operator")
        .doesNotContain("name=\"why\"");
    Map<String, Object> form = new HashMap<>(Browsing.hidden(victor.page("/operator")));
    form.putAll(Map.of("target", farmer.id().toString(), "why", "odd", "once", "0123456789abcdef"));
    victor
        .browser
        .post("/operator/do/suspend", form)
        .then()
        .statusCode(403)
        .body(containsString("That needs the role operator, and this key has the role viewer."));
    Map<String, Object> key = OperatorBrowsing.operator().form("/operator", "odd");
    OperatorBrowsing olga = OperatorBrowsing.operator();
    key.putAll(Browsing.hidden(olga.page("/operator")));
    key.put("once", "0123456789abcdef");
    olga.browser
        .post("/operator/do/rotate-keys", key)
        .then()
        .statusCode(403)
        .body(containsString("That needs the role admin, and this key has the role operator."));
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(audit(farmer.id().toString())).isEmpty();
  }

  @Test
  void nothingIsDoneWithoutAReasonNorByAnotherSitesForm() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    OperatorBrowsing olga = OperatorBrowsing.operator();
    String path = "/operator/do/suspend?target=" + farmer.id();
    olga.does(path, "  ")
        .then()
        .statusCode(422)
        .body(containsString("The reason is missing."))
        .body(containsString("is active"));
    olga.does(path, "x".repeat(501)).then().statusCode(422);
    Map<String, Object> form = olga.form(path, "odd");
    Map<String, Object> without = new HashMap<>(form);
    without.remove("csrf");
    olga.browser.post("/operator/do/suspend", without).then().statusCode(403);
    Map<String, Object> others = new HashMap<>(form);
    others.put("csrf", OperatorBrowsing.admin().form("/operator", "x").get("csrf"));
    olga.browser.post("/operator/do/suspend", others).then().statusCode(403);
    olga.browser
        .request()
        .header("Sec-Fetch-Site", "cross-site")
        .formParams(form)
        .post("/operator/do/suspend")
        .then()
        .statusCode(403);
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    olga.browser.post("/operator/do/suspend", form).then().statusCode(200);
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
    olga.does("/operator/do/resume?target=" + farmer.id(), "fine").then().statusCode(200);
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(audit(farmer.id().toString()))
        .containsExactly("olga suspend odd", "olga resume fine");
  }

  @Test
  void aFormThatIsChangedAfterItWasSentIsRefused() {
    Planter one = fixture.active(50, 1, "100", "10");
    Planter two = fixture.active(50, 1, "100", "10");
    OperatorBrowsing olga = OperatorBrowsing.operator();
    Map<String, Object> form = olga.form("/operator/do/suspend?target=" + one.id(), "odd");
    olga.browser.post("/operator/do/suspend", form).then().statusCode(200);
    form.put("target", two.id().toString());
    olga.browser.post("/operator/do/suspend", form).then().statusCode(422);
    assertThat(fixture.state(two)).isEqualTo("ACTIVE");
  }

  @Test
  void whatIsToldIsListedAndSilencedForATimeWithAReason() {
    db.update("truncate incidents");
    db.update(
        "insert into incidents (rule, subject, title, detail, opened_at)"
            + " values ('BACKUP', 'pool', 'The <b>backup</b> is old', 'made long ago', now())");
    long incident = db.one("select id from incidents", row -> row.getLong(1)).orElseThrow();
    OperatorBrowsing olga = OperatorBrowsing.operator();
    assertThat(olga.page("/operator/alerts"))
        .contains("The &lt;b&gt;backup&lt;/b&gt; is old", "lasts; not told yet")
        .contains("/operator/do/silence-alert?target=" + incident)
        .contains("Nothing was told yet.");
    String path = "/operator/do/silence-alert?target=" + incident + "&minutes=%s&look=1";
    olga.browser
        .get(path.formatted("50000"))
        .then()
        .statusCode(422)
        .body(containsString("For so many minutes must be 0 to 40320."));
    olga.does(path.formatted("90"), "it is being made").then().statusCode(200);
    assertThat(olga.page("/operator/alerts")).contains(", by olga: it is being made");
    assertThat(audit(Long.toString(incident)))
        .endsWith("olga silence-alert 90 minutes: it is being made");
    // No channel is set here.
    olga.does("/operator/do/test-alerts", "is it heard")
        .then()
        .statusCode(422)
        .body(containsString("No channel is set"));
  }

  @Test
  void allBooksAreComparedOnceForEachForm() {
    fixture.active(50, 1, "100", "10");
    OperatorBrowsing olga = OperatorBrowsing.operator();
    int before = audit("").size();
    Map<String, Object> form = olga.form("/operator/do/reconcile", "after the move");
    olga.browser.post("/operator/do/reconcile", form).then().statusCode(200);
    olga.browser
        .post("/operator/do/reconcile", form)
        .then()
        .statusCode(200)
        .body(containsString("It was begun"));
    assertThat(audit("")).hasSize(before + 1).endsWith("olga reconcile after the move");
  }

  @Test
  void aPoolerIsMadeAndItsKeyIsShownOnce() {
    OperatorBrowsing alice = OperatorBrowsing.admin();
    String wallet = FarmRows.address("a page's pooler").text();
    alice
        .browser
        .get(
            "/operator/do/make-pooler?look=1&name=x&wallet=G1&share_basis_points=120"
                + "&max_farmers=10&max_debt=1")
        .then()
        .statusCode(422)
        .body(containsString("Its own account is no valid account address"))
        .body(containsString("Its part of the rewards, percent must be"));
    alice
        .browser
        .get("/operator/do/make-pooler?look=1&name=x&wallet=G1&max_farmers=many")
        .then()
        .statusCode(422)
        .body(containsString("Room for so many farmers must be a whole number"));
    String path =
        "/operator/do/make-pooler?look=1&name=Faraway&wallet="
            + wallet
            + "&share_basis_points=12.5&max_farmers=10&max_debt=1.5";
    Map<String, Object> form = alice.form(path, "a friend's");
    Response made = alice.browser.post("/operator/do/make-pooler", form);
    made.then().statusCode(200);
    Matcher secret = SECRET.matcher(made.asString());
    assertThat(secret.find()).isTrue();
    alice
        .browser
        .post("/operator/do/make-pooler", form)
        .then()
        .statusCode(200)
        .body(containsString("it was done once"))
        .body(not(containsString(secret.group(1))));
    assertThat(
            db.list(
                "select share_basis_points || ' ' || max_debt from poolers where name = 'Faraway'",
                row -> row.getString(1)))
        .containsExactly("1250 15000000");
    assertThat(
            db.list(
                "select answer from (select body as answer from idempotency_keys) k",
                row -> row.getString(1)))
        .noneMatch(kept -> kept != null && kept.contains(secret.group(1)));
    String id =
        db.one("select id::text from poolers where name = 'Faraway'", row -> row.getString(1))
            .orElseThrow();
    alice
        .does("/operator/do/change-pooler?look=1&max_farmers=5&target=" + id, "fewer")
        .then()
        .statusCode(200);
    alice.does("/operator/do/drain-pooler?target=" + id, "it moves").then().statusCode(200);
    assertThat(alice.page("/operator/poolers")).contains("runs out").contains("of 5");
    alice.does("/operator/do/activate-pooler?target=" + id, "moved").then().statusCode(200);
    assertThat(
            SECRET
                .matcher(
                    alice.does("/operator/do/rotate-pooler-key?target=" + id, "lost").asString())
                .find())
        .isTrue();
    assertThat(audit(id))
        .containsExactly(
            "alice change-pooler 5 farmers at most, was 10: fewer",
            "alice drain-pooler it moves",
            "alice activate-pooler moved",
            "alice rotate-pooler-key lost");
    db.update("update poolers set name = 'gone', active = false where id = ?::uuid", id);
  }

  @Test
  void commandsThatAreNoneAreNotFound() {
    OperatorBrowsing alice = OperatorBrowsing.admin();
    for (String path :
        List.of(
            "/operator/do/nothing",
            "/operator/do/suspend?target=x",
            "/operator/do/rotate-pooler-key?target=x")) {
      alice.browser.get(path).then().statusCode(404);
    }
  }
}
