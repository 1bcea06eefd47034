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
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.block.Blocks;
import org.kalepool.block.NetworkNow;
import org.kalepool.books.Books;
import org.kalepool.db.Db;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.FarmedBlocks;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;

/** What everybody may see, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class PublicPagesTest extends StagesFixture {
  @Inject Db db;
  @Inject Poolers poolers;
  @Inject Clock clock;
  @Inject Blocks running;

  @AfterEach
  void named() {
    db.update("update poolers set name = 'pool' where id = ?", poolers.own().id());
  }

  static RequestSpecification browser() {
    return given().header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  }

  private Planter farmed(long block) {
    return farmed(db, books, fixture, running, clock, block);
  }

  /** Of a minute ago by the network; what the front page keeps of before is too old by then. */
  static Planter farmed(
      Db db, Books books, StageFixture fixture, Blocks running, Clock clock, long block) {
    ((SteppedClock) clock).advance(Duration.ofMinutes(6));
    Planter farmer = fixture.active(50, 1, "100", "10");
    db.update(
        "insert into block_operations (block_index, opened_time, seen_ledger, seen_at, closed_at)"
            + " values (?, ?, 5, now(), now())",
        block,
        NetworkNow.of(clock, running) - 60);
    new FarmedBlocks(db, books, fixture).farmed(farmer, block);
    return farmer;
  }

  private List<String> addresses() {
    return List.of(
        "/", "/blocks", "/blocks/1001", "/poolers/" + poolers.own().id(), "/api", "/nothing");
  }

  @Test
  void everyPageIsHtmlThatRunsNothingButThePoolsOwnFiles() {
    farmed(1001);
    for (String address : addresses()) {
      Response page = browser().get(address);
      page.then()
          .statusCode(address.equals("/nothing") ? 404 : 200)
          .header("Content-Type", startsWith("text/html"))
          .header("Cache-Control", "no-store")
          .header("X-Content-Type-Options", "nosniff")
          .header("X-Frame-Options", "DENY")
          .header("Referrer-Policy", "same-origin")
          .header("Content-Security-Policy", containsString("default-src 'none'"))
          .header("Content-Security-Policy", containsString("script-src 'self';"))
          .header("Content-Security-Policy", containsString("style-src 'self';"))
          .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
          .header("Content-Security-Policy", not(containsString("unsafe")));
      String html = page.asString();
      assertThat(html).as(address).contains("<html lang=\"en\"").contains("<h1>");
      assertThat(html).as(address).doesNotContainPattern("(?i)<script(?![^>]* src=\"/assets/)");
      assertThat(html).as(address).doesNotContainPattern("(?i)<style|\\sstyle=|\\son\\w+=");
      assertThat(html).as(address).doesNotContainPattern("(src|href)=\"(https?:)?//");
      assertThat(page.headers().hasHeaderWithName("Set-Cookie")).as(address).isFalse();
    }
  }

  @Test
  void theFrontPageSaysWhatWasEarnedAndByWhom() {
    farmed(1001);
    browser()
        .get("/")
        .then()
        .body(containsString("Farm KALE together"))
        .body(containsString("0.0000777"))
        .body(containsString("/poolers/" + poolers.own().id()))
        .body(containsString("What you can lose"))
        .body(containsString("1.6352 XLM"));
  }

  @Test
  void eachPoolerHasAChartOfWhatItsBlocksBrought() {
    farmed(1001);
    String pooler = "/poolers/" + poolers.own().id();
    browser()
        .get("/")
        .then()
        .body(containsString("href=\"" + pooler + "#day\""))
        .body(containsString("<rect class=\"bar\" x=\"0\" y=\"0\" width=\"3\" height=\"24\"/>"));
    browser()
        .get(pooler)
        .then()
        .body(containsString("data-value=\"1001\"><a href=\"/blocks/1001\">"))
        .body(containsString("data-value=\"0.0000777\">0.0000777</td><td class=\"num\">1</td>"));
  }

  @Test
  void aBlocksPageShowsEveryDeedWithItsTransaction() {
    Planter farmer = farmed(1001);
    String html = browser().get("/blocks/1001").then().statusCode(200).extract().asString();
    for (String hash :
        fixture.rows(
            "select transaction_hash from plantings union all select transaction_hash from"
                + " harvests")) {
      assertThat(html).contains("title=\"" + hash + "\"");
    }
    assertThat(html).contains(farmer.custodial().text()).contains("harvested");
    assertThat(html).doesNotContain(farmer.id().toString());
    browser().get("/blocks").then().body(containsString("href=\"/blocks/1001\""));
  }

  @Test
  void whatIsNotThereIsToldInWordsToPeopleAndAsADocumentToPrograms() {
    Map.of(
            "/blocks/7",
            "The pool never saw a block of this number.",
            "/blocks/x",
            "The pool never saw a block of this number.",
            "/poolers/" + UUID.randomUUID(),
            "No pooler has this id.",
            "/poolers/x",
            "There is no such pooler.",
            "/nothing/at/all",
            "Nothing has this address.")
        .forEach(
            (address, words) -> {
              browser()
                  .get(address)
                  .then()
                  .statusCode(404)
                  .header("Content-Type", startsWith("text/html"))
                  .body(containsString(words))
                  .body(containsString("href=\"/\""));
              assertThat(
                      given()
                          .header("Accept", "application/json")
                          .get(address)
                          .then()
                          .contentType("application/problem+json")
                          .extract()
                          .statusCode())
                  .isIn(404, 406);
            });
    browser().get("/blocks?cursor=x").then().statusCode(422).contentType("text/html");
    browser().get("/api/v1/nothing").then().statusCode(404).contentType("application/problem+json");
    browser().put("/blocks").then().statusCode(405).contentType("text/html");
  }

  @Test
  void aNameWithMarkupIsText() {
    db.update(
        "update poolers set name = ? where id = ?",
        "<script>alert(1)</script>\"'&",
        poolers.own().id());
    for (String address : List.of("/", "/poolers/" + poolers.own().id(), "/join")) {
      String html = browser().get(address).then().statusCode(200).extract().asString();
      assertThat(html)
          .as(address)
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
          .doesNotContain("<script>alert");
    }
    given()
        .get("/.well-known/stellar.toml")
        .then()
        .body(containsString("ORG_NAME=\"<script>alert(1)</script>\\\"'&\""));
  }

  @Test
  void walletsOfEverySiteMayReadWhoThePoolIs() {
    given()
        .header("Origin", "https://wallet.example")
        .get("/.well-known/stellar.toml")
        .then()
        .statusCode(200)
        .header("Content-Type", startsWith("text/plain"))
        .header("Access-Control-Allow-Origin", "*")
        .body(containsString("ACCOUNTS=[\"" + poolers.own().wallet().text() + "\"]"))
        .body(containsString("[DOCUMENTATION]"));
  }

  @Test
  void withoutAPublicAddressNoWalletLogsIn() {
    given()
        .get("/.well-known/stellar.toml")
        .then()
        .body(not(containsString("SIGNING_KEY")))
        .body(not(containsString("WEB_AUTH_ENDPOINT")));
    given()
        .queryParam("account", poolers.own().wallet().text())
        .get("/auth")
        .then()
        .statusCode(403)
        .body("code", equalTo("wallet_log_in_disabled"));
  }

  /** Compressed, with everything that it loads. */
  @Test
  void theRunningBlockComesAsEvents() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> stream =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/live"))
                  .header("Accept", "text/event-stream")
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(stream.statusCode()).isEqualTo(200);
      try (Scanner lines = new Scanner(stream.body(), java.nio.charset.StandardCharsets.UTF_8)) {
        String first = lines.nextLine();
        while (first.isEmpty()) {
          first = lines.nextLine();
        }
        assertThat(first).startsWith("data:").contains("<h2>");
      }
    }
  }
}
