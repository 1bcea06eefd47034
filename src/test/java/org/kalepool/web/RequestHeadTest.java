package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
  private static final long MAX_BODY = 100;

  private static HttpRequest get(String uri) {
    HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri, false);
    request.headers().add("Host", "pool.example:8080");
    return request;
  }

  private static Optional<ProblemKind> refused(HttpRequest request) {
    return RequestHead.refusal(request, MAX_BODY).map(Refusal::kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/blocks?limit=10&cursor=a%2Bb",
        "/%c3%a4",
        "/a//b",
        "http://pool.example/a",
        "/a#b"
      })
  void passesPaths(String uri) {
    assertThat(refused(get(uri))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%",
        "/%4",
        "/%zz",
        "/%c3",
        "/%ff",
        "/%c0%80",
        "/%ed%a0%80",
        "/%00",
        "/%0d%0a",
        "/%7f",
        "/\u00e4",
        "*",
        "//",
        "//evil.example/",
        "a/b",
        "ftp://pool.example/",
        "http:/a",
        "/%\u0661\u0661"
      })
  void refusesWhatIsNoPathOrEscapesNoCharacter(String uri) {
    assertThat(refused(get(uri))).contains(ProblemKind.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10\u0663", "1e3", " 5", "0x5", "-1", "5,5", ""})
  void refusesALengthThatIsNoWholeNumberOfAsciiDigits(String length) {
    HttpRequest request = get("/");
    request.headers().add("Content-Length", length);
    assertThat(refused(request)).contains(ProblemKind.BAD_REQUEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a, b", "a@b", "a/b", "a\u00e4", "a?b", "<a>"})
  void refusesAHostThatIsNone(String host) {
    HttpRequest request = get("/");
    request.headers().set("Host", host);
    assertThat(refused(request)).contains(ProblemKind.BAD_REQUEST);
  }
}
