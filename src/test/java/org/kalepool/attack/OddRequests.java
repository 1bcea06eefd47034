package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Requests that no client sends by mistake: refused, closed, counted once, and no line logged. */
interface OddRequests extends Target {
  String POST = "POST /api/v1/farmers HTTP/1.1\r\nHost: pool\r\nContent-Type: application/json\r\n";
  String GET = "GET /api/v1/poolers HTTP/1.1\r\n";

  /** Request and the status it is answered with. */
  static Map<String, Integer> malformed() {
    Map<String, Integer> all = new LinkedHashMap<>();
    all.put("\0\1\2\3 rubbish\r\n\r\n", 400);
    all.put("GET\r\n\r\n", 400);
    all.put("GET /api/v1/poolers HTTP/9.9\r\nHost: pool\r\n\r\n", 400);
    all.put(GET + "\r\n", 400);
    all.put(GET + "Host: a\r\nHost: b\r\n\r\n", 400);
    all.put(GET + "Host: a b<script>\r\n\r\n", 400);
    all.put(GET + "Host: pool\r\nno colon\r\n\r\n", 400);
    all.put(GET + "Host: pool\r\nA: " + "x".repeat(30_000) + "\r\n\r\n", 431);
    all.put("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: pool\r\n\r\n", 414);
    for (String origin :
        new String[] {"", "http://", "x", "http://a/b", "http://[", "http://a:b"}) {
      all.put(GET + "Host: pool\r\nOrigin: " + origin + "\r\n\r\n", 400);
    }
    all.put(GET + "Host: pool\r\nOrigin: null\r\nOrigin: null\r\n\r\n", 400);
    for (String path : new String[] {"/api/v1/farmers/%zz", "/%", "/%c3", "/%00", "/%0a", "x"}) {
      all.put("GET " + path + " HTTP/1.1\r\nHost: pool\r\n\r\n", 400);
      all.put("GET /api/v1/blocks?limit=" + path + " HTTP/1.1\r\nHost: pool\r\n\r\n", 400);
    }
    all.remove("GET /api/v1/blocks?limit=x HTTP/1.1\r\nHost: pool\r\n\r\n");
    all.put(POST + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
    all.put(POST + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n", 400);
    all.put(POST + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400);
    all.put(POST + "Content-Length: -2\r\n\r\n{}", 400);
    all.put(POST + "Content-Length: +2\r\n\r\n{}", 400);
    all.put(POST + "Content-Length: \u00d9\u00a2\r\n\r\n{}", 400);
    all.put(POST + "Transfer-Encoding: gzip\r\n\r\n{}", 400);
    all.put(POST + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400);
    all.put(POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400);
    all.put(POST + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n{}", 400);
    all.put(POST + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}garbage\r\n0\r\n\r\n", 400);
    all.put(POST + "Content-Length: 70000\r\n\r\n{", 413);
    all.put(POST + "Content-Length: 99999999999999999999999999\r\n\r\n{", 400);
    all.put(
        POST + "Transfer-Encoding: chunked\r\n\r\n11170\r\n" + " ".repeat(70_000) + "\r\n0\r\n\r\n",
        413);
    for (String method : new String[] {"BREW", "TRACE", "CONNECT", "get", "X".repeat(3_000)}) {
      all.put(method + " /api/v1/poolers HTTP/1.1\r\nHost: pool\r\n\r\n", 405);
    }
    return all;
  }

  @Test
  default void whatIsMalformedIsRefusedWithAProblemClosedAndCountedOnce() throws IOException {
    double refused = metric("kale_http_refused_total");
    double served = metric("http_server_requests_seconds_count");
    int logged = pool().log().length();
    SoftAssertions all = new SoftAssertions();
    for (Map.Entry<String, Integer> each : malformed().entrySet()) {
      String what = each.getKey().substring(0, Math.min(each.getKey().length(), 200));
      String answer = answerTo(each.getKey());
      all.assertThat(RawConnection.status(answer)).as(what).isEqualTo(each.getValue());
      all.assertThat(answer)
          .as(what)
          .containsOnlyOnce("HTTP/1.1 4")
          .contains("application/problem+json", "connection: close", "\"code\":\"");
    }
    all.assertThat(metric("kale_http_refused_total")).isEqualTo(refused + malformed().size());
    // The honest ones' own, and the look at the metrics.
    all.assertThat(metric("http_server_requests_seconds_count"))
        .isLessThan(served + malformed().size());
    all.assertThat(pool().log().substring(logged))
        .doesNotContain("Exception", "ERROR", "WARN", "\tat ");
    all.assertThat(calls().metrics()).doesNotContain("outcome=\"SERVER_ERROR\"");
    all.assertAll();
  }

  @Test
  default void aMalformedRequestBehindAGoodOneIsAnsweredAfterIt() throws IOException {
    String both =
        "GET /q/health/live HTTP/1.1\r\nHost: pool\r\n\r\nGET /%zz HTTP/1.1\r\nHost: pool\r\n\r\n";
    String answer = answerTo(both + "GET /q/health/live HTTP/1.1\r\nHost: pool\r\n\r\n");
    assertThat(answer.indexOf("HTTP/1.1 200")).isZero();
    assertThat(answer.indexOf("HTTP/1.1 400")).isPositive();
    assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(3);
  }

  @Test
  default void goesOnWithABodyThatWaitsForItsWord() throws IOException {
    try (RawConnection connection = connect()) {
      connection.send(POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      String word = connection.answer(Duration.ofMillis(500));
      assertThat(word).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      connection.send("{}");
      String answer = connection.answer(Duration.ofSeconds(1));
      assertThat(RawConnection.status(answer)).as(answer).isEqualTo(422);
    }
  }

  @Test
  default void http2IsNotSpoken() throws IOException {
    StringBuilder flood = new StringBuilder("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    flood.append("\0\0\0\4\0\0\0\0\0");
    flood.append("\0\0\1\1\0\0\0\0\1\u0082");
    for (int i = 0; i < 5_000; i++) {
      flood.append("\0\0\0\u0009\0\0\0\0\1");
    }
    assertThat(RawConnection.status(answerTo(flood.toString()))).isEqualTo(400);
    try (RawConnection connection = connect()) {
      connection.send(
          "GET /q/health/live HTTP/1.1\r\nHost: pool\r\nConnection: Upgrade, HTTP2-Settings\r\n"
              + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
      String upgrade = connection.answer(Duration.ofMillis(500));
      assertThat(RawConnection.status(upgrade)).as(upgrade).isEqualTo(200);
    }
  }
}
