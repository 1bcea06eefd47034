package org.kalepool.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.ops.OpenRows;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;

/** Who gets to operators' pages, and what is shown there, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorPagesTest extends StagesFixture {
  private static final String NOBODY = new UUID(7, 1).toString();

  static final List<String> LISTS =
      List.of(
          "/operator",
          "/operator/now",
          "/operator/farmers",
          "/operator/poolers",
          "/operator/transactions",
          "/operator/money",
          "/operator/profit",
          "/operator/vaults",
          "/operator/hashing",
          "/operator/charts",
          "/operator/charts?over=month",
          "/operator/alerts",
          "/operator/audit");

  @Inject Db db;
  @Inject Clock clock;
  @Inject OpenRows open;

  private List<String> pages(Planter farmer) {
    List<String> pages = new java.util.ArrayList<>(LISTS);
    pages.add("/operator/farmers/" + farmer.id());
    pages.add("/operator/farmers/" + farmer.id() + "/statement");
    pages.add("/operator/do/suspend?target=" + farmer.id());
    pages.add("/operator/do/make-pooler");
    pages.add("/operator/do/pause-hashing");
    return pages;
  }

  @Test
  void nobodyGetsInWithoutAnOperatorsSession() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    List<String> pages = pages(farmer);
    pages.add("/operator/farmers/" + farmer.id() + "/statement/movements.csv");
    for (String path : pages) {
      new Browsing()
          .get(path)
          .then()
          .statusCode(303)
          .header("Location", equalTo("/operator/log-in?over=page"));
    }
    new Browsing().get("/operator/live").then().statusCode(not(equalTo(200)));
    for (String path : List.of("/operator/do/suspend", "/operator/log-out")) {
      new Browsing()
          .post(path, Map.of("csrf", "x", "target", farmer.id().toString(), "why", "x"))
          .then()
          .statusCode(303)
          .header("Location", equalTo("/operator/log-in?over=form"));
    }
    given()
        .header("HX-Request", "true")
        .get("/operator/now")
        .then()
        .statusCode(200)
        .header("HX-Redirect", equalTo("/operator/log-in?over=page"));
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
  }

  @Test
  void everyPageRunsNothingButThePoolsOwnFilesAndIsFramedAndKeptByNobody() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    open.queued(farmer, 5, "HARVEST");
    OperatorBrowsing alice = OperatorBrowsing.admin();
    for (String path : pages(farmer)) {
      Response page = alice.browser.get(path);
      page.then()
          .statusCode(200)
          .header("Content-Type", startsWith("text/html"))
          .header("Cache-Control", "no-store")
          .header("X-Frame-Options", "DENY")
          .header("X-Content-Type-Options", "nosniff")
          .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
          .header("Content-Security-Policy", not(containsString("unsafe")));
      String html = page.asString();
      assertThat(html).as(path).doesNotContainPattern("(?i)<script(?![^>]* src=\"/assets/)");
      assertThat(html).as(path).doesNotContainPattern("(?i)<style|\\sstyle=|\\son\\w+=");
      assertThat(html).as(path).doesNotContain("NOT_FOUND").doesNotContain("{view");
      assertThat(html)
          .as(path)
          .doesNotContainPattern(
              "(?s)<form method=\"post\"[^>]*>(?!<input type=\"hidden\""
                  + " name=\"csrf\")\\s*<(?!input)");
    }
  }

  @Test
  void whatIsStuckComesFirstWithItsWaysOut() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long stuck = open.queued(farmer, 5, "HARVEST");
    db.update(
        "update transactions set created_at = created_at - interval '1 day' where id = ?", stuck);
    String home = OperatorBrowsing.operator().page("/operator");
    assertThat(home)
        .contains("Transaction " + stuck + " waits to be sent")
        .contains("/operator/do/retry?target=" + stuck)
        .contains("/operator/do/give-up?target=" + stuck)
        .contains("things need you")
        .contains("olga, operator");
  }

  @Test
  void whatPlacesInLedgersCostIsShownBesideWhatWasBidAndWhy() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long id =
        db.one(
                "insert into transactions (lane, call, state, sequence, hash, ledger, close_time,"
                    + " fee_charged, inclusion_charged, created_at, settled_at)"
                    + " values (?, 'call', 'LANDED', 77, repeat('ab', 32), 1234, 1, 13692, 107, ?,"
                    + " ?) returning id",
                row -> row.getLong(1),
                farmer.custodial().text(),
                clock.instant(),
                clock.instant())
            .orElseThrow();
    db.update(
        "insert into transaction_actions (transaction_id, farmer_id, block_index, action, live)"
            + " values (?, ?, 9, 'WORK', false)",
        id,
        farmer.id());
    db.update(
        "insert into transaction_envelopes (transaction_id, hash, sequence, max_time, at,"
            + " inclusion_bid, bid_reason) values (?, repeat('ab', 32), 77, 1, ?, 20000,"
            + " 'ahead of the market')",
        id,
        clock.instant());
    assertThat(OperatorBrowsing.viewer().page("/operator/transactions"))
        .contains("What places in ledgers cost")
        .containsPattern("<td class=\"num\">20.000</td><td class=\"num\">107</td>")
        .contains("ahead of the market");
  }

  @Test
  void theFirstPageTellsWhenTheNewestBackupWasMade() {
    Instant made = clock.instant();
    db.update("insert into audit (who, what, at) values ('backup', 'backup', ?)", made);
    assertThat(OperatorBrowsing.viewer().page("/operator"))
        .contains("<dt>newest backup</dt><dd><time datetime=\"" + made + "\"")
        .doesNotContain("none yet");
  }

  @Test
  void farmersAreFoundByTheirAddressesAndPagedThrough() {
    Planter first = fixture.active(50, 1, "100", "10");
    for (int i = 0; i < 55; i++) {
      fixture.active(50, 1, "100", "10");
    }
    OperatorBrowsing victor = OperatorBrowsing.viewer();
    String account = first.custodial().text();
    for (String q :
        List.of(
            account,
            account.substring(40).toLowerCase(java.util.Locale.ROOT),
            first.id().toString())) {
      assertThat(victor.page("/operator/farmers?q=" + q))
          .contains("/operator/farmers/" + first.id());
    }
    assertThat(victor.page("/operator/farmers?q=QQQQQQQQQQ")).contains("No farmer is found");
    victor
        .browser
        .get("/operator/farmers?q=%25%3Cscript%3E")
        .then()
        .statusCode(422)
        .body(containsString("role=\"alert\""))
        .body(not(containsString("<script>")));
    String page = victor.page("/operator/farmers?state=ACTIVE");
    assertThat(page).doesNotContain(first.id().toString());
    String older = page.replaceFirst("(?s).*href=\"([^\"]*cursor=[^\"]*)\".*", "$1");
    assertThat(victor.page(older.replace("&amp;", "&"))).contains(first.id().toString());
    assertThat(victor.page("/operator/farmers?state=SUSPENDED")).contains("No farmer is found");
  }

  @Test
  void aFarmersPageAndStatementAreThoseOfTheFarmer() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    OperatorBrowsing victor = OperatorBrowsing.viewer();
    String path = "/operator/farmers/" + farmer.id();
    assertThat(victor.page(path))
        .contains(farmer.custodial().text())
        .doesNotContain("/operator/do/");
    assertThat(victor.page(path)).contains("The balance over time appears here");
    db.update(
        "insert into balance_days (farmer_id, day, block_index, kale) values"
            + " (?, '2025-12-30', 5, 10000000), (?, '2025-12-31', 9, 25000000)",
        farmer.id(),
        farmer.id());
    assertThat(victor.page(path))
        .contains("At the end of each day, KALE")
        .contains("data-value=\"20453\">2025-12-31</th>")
        .contains("data-value=\"2.5000000\">2.500</td>");
    assertThat(victor.page(path + "?compare=now")).contains("Books and chain");
    assertThat(victor.page(path + "/statement"))
        .contains("closing balance")
        .contains(path + "/statement/movements.csv");
    victor
        .browser
        .get(path + "/statement/movements.csv")
        .then()
        .statusCode(200)
        .header("Content-Disposition", startsWith("attachment"));
    assertThat(OperatorBrowsing.operator().page(path))
        .contains("/operator/do/suspend?target=" + farmer.id());
    for (String none : List.of(NOBODY, "x")) {
      victor.browser.get("/operator/farmers/" + none).then().statusCode(404);
    }
  }
}
