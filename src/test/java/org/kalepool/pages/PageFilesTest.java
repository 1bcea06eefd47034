package org.kalepool.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kalepool.block.Blocks;
import org.kalepool.db.Db;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;

/** The files that pages are made of: how large, from where, kept how long. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class PageFilesTest extends StagesFixture {
  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final String ASSETS = "/META-INF/resources/assets/";

  @Inject Db db;
  @Inject Clock clock;
  @Inject Blocks running;

  @Test
  void theFirstPageFitsIntoABudgetOf150Kilobytes() throws IOException, InterruptedException {
    PublicPagesTest.farmed(db, books, fixture, running, clock, 1001);
    String html = PublicPagesTest.browser().get("/").asString();
    List<String> loaded =
        Stream.concat(
                Stream.of("/"),
                Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"")
                    .matcher(html)
                    .results()
                    .map(match -> match.group(1)))
            .toList();
    long bytes = 0;
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String each : loaded) {
        HttpResponse<byte[]> answer =
            http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + each))
                    .header("Accept-Encoding", "gzip")
                    .header("Accept", "text/html")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(each).isEqualTo(200);
        bytes += answer.body().length;
      }
    }
    assertThat(loaded).hasSizeGreaterThan(6);
    assertThat(bytes).isBetween(10_000L, 150_000L);
  }

  @Test
  void theScriptsAreThoseOfTheWebJars() throws IOException {
    Map<String, String> files =
        Map.of(
            "htmx.min.js", "htmx.org/2.0.10/dist/htmx.min.js",
            "sse.js", "htmx-ext-sse/2.2.2/sse.js",
            "uPlot.iife.min.js", "uplot/1.6.30/dist/uPlot.iife.min.js",
            "uPlot.min.css", "uplot/1.6.30/dist/uPlot.min.css");
    for (Map.Entry<String, String> file : files.entrySet()) {
      assertThat(bytes(ASSETS + file.getKey()))
          .as(file.getKey())
          .isEqualTo(bytes(WEBJARS + file.getValue()));
    }
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in = PublicPagesTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return in.readAllBytes();
    }
  }

  @Test
  void filesMayBeKeptAndNobodyElsesPagesMayFrameOrReadThePools() {
    given()
        .get("/assets/pages.css?v=1")
        .then()
        .statusCode(200)
        .header("Content-Type", startsWith("text/css"))
        .header("Cache-Control", containsString("max-age"));
    PublicPagesTest.browser()
        .header("Origin", "https://elsewhere.example")
        .get("/")
        .then()
        .header("Access-Control-Allow-Origin", equalTo(null));
  }
}
