package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What answers tell, whatever was asked. */
interface Answers extends Target {
  /** Last number of an address of this class's own. */
  int ASKER = 110;

  /** Whose pages may call the attacked pool. */
  String SITE = "https://farm.example";

  /** Where nothing is, or nothing of this sort. */
  List<String> PATHS =
      List.of(
          "/",
          "//",
          "/nowhere",
          "/favicon.ico",
          "/.env",
          "/q",
          "/q/",
          "/q/nothing",
          "/api",
          "/api/v1/nowhere",
          "/api/v1/farmers/1;a=b/../2",
          "/api/v1/blocks/99999999999999999999",
          "/api/v1/blocks?limit=%d9%a1",
          "/api/v1/blocks?cursor=%e2%82%ac");

  private static List<String> requests() {
    return Stream.concat(
            PATHS.stream().map(path -> "GET " + path),
            Stream.of(
                "POST /q/health/live",
                "POST /api/v1/poolers",
                "PUT /api/v1/farmers",
                "PATCH /nowhere",
                "DELETE /api/v1/stats",
                "OPTIONS /nowhere",
                "GET http://evil.example/nowhere"))
        .toList();
  }

  private String ask(URI port, String line, String headers) throws IOException {
    try (RawConnection connection = RawConnection.open(port, ASKER)) {
      return connection
          .send(
              line + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n" + headers + "\r\n")
          .answer(PATIENCE);
    }
  }

  @Test
  default void everyRefusalOfEveryPathIsAProblemDocument() throws IOException {
    int logged = pool().log().length();
    SoftAssertions all = new SoftAssertions();
    for (URI port : List.of(pool().url(), pool().management())) {
      for (String line : requests()) {
        check(all, line, "", ask(port, line, ""));
      }
    }
    for (String header :
        List.of(
            "Accept: text/html",
            "Accept: nothing at all",
            "Accept: /;/;;q=x",
            "Accept: application/json;q=nan",
            "Accept-Encoding: gzip;q=x, *;;",
            "Authorization: Bearer",
            "Authorization: Basic Og==",
            "Authorization: \u00ff\u00fe",
            "Cookie: ;;;=;",
            "Range: bytes=5-1",
            "X-HTTP-Method-Override: DELETE")) {
      String line = "GET /api/v1/farmers/00000000-0000-0000-0000-000000000001";
      check(all, line, header, ask(pool().url(), line, header + "\r\n"));
    }
    for (String type :
        List.of(
            "text/html",
            ";",
            "application/json;charset=none",
            "a/b/c",
            "*/*",
            "multipart/form-data")) {
      String answer =
          answerTo(
              "POST /api/v1/farmers HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
                  + "Content-Type: "
                  + type
                  + "\r\nContent-Length: 2\r\n\r\n{}");
      check(all, "POST", type, answer);
    }
    all.assertThat(pool().log().substring(logged)).doesNotContain("ERROR", "\tat ");
    all.assertAll();
  }

  private static void check(SoftAssertions all, String line, String header, String answer) {
    int status = RawConnection.status(answer);
    String what = line + " " + header + ": " + answer;
    if (status / 100 == 2) {
      return;
    }
    all.assertThat(status).as(what).isBetween(400, 499);
    all.assertThat(answer.toLowerCase(java.util.Locale.ROOT))
        .as(what)
        .contains("content-type: application/problem+json")
        .contains("\"code\":\"");
  }

  @Test
  default void noAnswerRepeatsTheHostItWasAskedBy() throws IOException {
    for (String line :
        List.of(
            "GET /",
            "GET /api/v1/poolers",
            "GET /nowhere",
            "GET /api/v1",
            "OPTIONS /api/v1/farmers")) {
      String forwarded = "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n";
      assertThat(ask(pool().url(), line, forwarded)).startsWith("HTTP/1.1 ").doesNotContain("evil");
    }
    String pooler = calls().get("/api/v1/poolers").good().at("/items/0/pooler_id").asText();
    String body = Farming.wish(pooler, 90);
    String made =
        answerTo(
            "POST /api/v1/farmers HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
    assertThat(RawConnection.status(made)).as(made).isEqualTo(201);
    assertThat(made).containsIgnoringCase("location: /api/v1/farmers/").doesNotContain("evil");
  }

  @Test
  default void pagesOfOtherSitesAreNotServed() throws IOException {
    int logged = pool().log().length();
    String preflight = "Access-Control-Request-Method: GET\r\n";
    for (String origin :
        List.of(
            "https://evil.example",
            // The pool's own, if Host were believed, and one that the sites' names begin.
            "http://evil.example",
            SITE + ".evil.example",
            SITE + ":8443",
            "null")) {
      String page = "Origin: " + origin + "\r\n";
      for (String line : List.of("GET /api/v1/poolers", "OPTIONS /api/v1/poolers", "GET /x")) {
        foreign(ask(pool().url(), line, page));
        foreign(ask(pool().url(), line, page + preflight));
      }
      foreign(answerTo("GET / HTTP/1.1\r\nHost: a_b\r\nConnection: close\r\n" + page + "\r\n"));
      String metrics = ask(pool().management(), "GET /q/metrics", page + preflight);
      foreign(metrics);
      assertThat(metrics).doesNotContain("kale_");
    }
    assertThat(pool().log().substring(logged)).doesNotContain("ERROR", "\tat ");
  }

  private static void foreign(String answer) {
    assertThat(RawConnection.status(answer)).as(answer).isEqualTo(403);
    assertThat(answer)
        .contains("application/problem+json", "\"code\":\"forbidden\"")
        .doesNotContainIgnoringCase("access-control-");
  }

  @Test
  default void pagesOfTheSitesThatAreNamedMayCallAndReadWhatIsAnswered() throws IOException {
    String page = "Origin: " + SITE + "\r\n";
    String preflight =
        ask(
            pool().url(),
            "OPTIONS /api/v1/farmers",
            page
                + "Access-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: authorization,content-type,idempotency-key\r\n");
    assertThat(RawConnection.status(preflight)).as(preflight).isEqualTo(200);
    assertThat(preflight)
        .containsIgnoringCase("access-control-allow-methods: POST\r\n")
        .containsIgnoringCase("idempotency-key\r\n");
    String farmer = "/api/v1/farmers/00000000-0000-0000-0000-000000000001";
    String unknown = ask(pool().url(), "GET " + farmer, page);
    String nowhere = ask(pool().url(), "GET /api/v1/nowhere", page);
    String good = ask(pool().url(), "GET /api/v1/poolers", page);
    assertThat(RawConnection.status(unknown)).isEqualTo(401);
    assertThat(RawConnection.status(nowhere)).isEqualTo(404);
    assertThat(RawConnection.status(good)).isEqualTo(200);
    for (String answer : List.of(preflight, unknown, nowhere, good)) {
      assertThat(answer)
          .containsIgnoringCase("access-control-allow-origin: " + SITE + "\r\n")
          .containsIgnoringCase("access-control-expose-headers: Location,Retry-After")
          .doesNotContainIgnoringCase("access-control-allow-credentials: true");
    }
    String metrics = ask(pool().management(), "GET /q/metrics", page);
    foreign(metrics);
  }
}
