package org.kalepool.stellar.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kalepool.stellar.RpcErrorException;

/** What is made of a node's answers: wrong ones, packed ones, and such as have no end. */
@Timeout(60)
final class HttpAnswersTest extends HttpNodeFixture {
  @ParameterizedTest
  @CsvSource({
    "429 Too Many Requests,'{\"error\":{\"code\":1,\"message\":\"slow down\"}}',RATE_LIMITED,HTTP 429",
    "429 Too Many Requests,'',RATE_LIMITED,HTTP 429",
    "200 OK,'{\"error\":\"rate limit exceeded\"}',RATE_LIMITED,rate limit exceeded",
    "200 OK,'{\"error\":{\"code\":-32005,\"message\":\"limit exceeded\"}}',RATE_LIMITED,limit exceeded",
    "200 OK,'{\"error\":\"upstream broke\"}',FAILING,upstream broke",
    "200 OK,'',SENSELESS,with an empty body",
    "200 OK,'<html><h1>Welcome</h1></html>',SENSELESS,'a page, not JSON: Welcome'",
    "200 OK,'[]',SENSELESS,without JSON",
    "200 OK,'{\"jsonrpc\":\"2.0\"}',SENSELESS,an answer without result",
    "200 OK,'{\"result\":null}',SENSELESS,an answer without result",
    "404 Not Found,'<p>nothing here</p>',SENSELESS,HTTP 404",
    "301 Moved,'',SENSELESS,it has moved",
    "401 Unauthorized,'{\"message\":\"no key\"}',UNAUTHORISED,it does not take our key",
    "403 Forbidden,'',UNAUTHORISED,HTTP 403",
    "502 Bad Gateway,'<html><title>502</title></html>',FAILING,HTTP 502",
    "500 Oops,'{\"error\":{\"code\":-32603,\"message\":\"x\"}}',FAILING,HTTP 500",
  })
  void whatIsWrongIsNamedTruly(String status, String body, NodeTrouble trouble, String words) {
    node.answer(status, "", body);
    NodeFailedException failed = failure("getHealth");
    assertThat(failed.trouble()).isEqualTo(trouble);
    assertThat(failed).hasMessageContaining(words).hasMessageContaining("getHealth");
  }

  @Test
  void anErrorObjectIsAboutTheCallAlone() {
    node.answer("400 Bad", "", "{\"error\":{\"code\":-32602,\"message\":\"invalid_xdr\"}}");
    assertThatThrownBy(() -> transport.call("simulateTransaction", null))
        .isInstanceOf(RpcErrorException.class)
        .hasMessageContaining("invalid_xdr (-32602)");
  }

  @ParameterizedTest
  @CsvSource({
    "17,17",
    "'Sat, 28 Nov 2026 12:01:00 GMT',60",
    "'Sat, 28 Nov 2026 11:59:00 GMT',0",
    "soon,",
  })
  void retryAfterIsUnderstood(String told, Long seconds) {
    node.answer("429 Too Many Requests", "Retry-After: " + told + "\r\n", "");
    assertThat(failure("getHealth").retryAfter().map(Duration::toSeconds).orElse(null))
        .isEqualTo(seconds);
  }

  @Test
  void aPackedAnswerIsAskedForAndUnpacked() throws IOException {
    node.answer(
        "200 OK",
        "Content-Encoding: gzip\r\n",
        gzip("{\"result\":{\"a\":5}}".getBytes(StandardCharsets.UTF_8)));
    assertThat(transport.call("getHealth", null).path("a").asInt()).isEqualTo(5);
    assertThat(node.seen.getFirst().head()).containsIgnoringCase("accept-encoding: gzip");
  }

  @Test
  void aSmallPackedAnswerThatUnpacksWithoutEndIsRefused() throws IOException {
    byte[] bomb = gzip(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(1 << 17);
    node.answer("200 OK", "Content-Encoding: gzip\r\n", bomb);
    NodeFailedException failed = failure("getHealth");
    assertThat(failed.trouble()).isEqualTo(NodeTrouble.SENSELESS);
    assertThat(failed).hasMessageContaining("more than 1048576 bytes");
  }

  @Test
  void anAnswerWithoutEndIsRefused() {
    node.then(
        (request, out) -> {
          out.write(NodeFront.head("200 OK", ""));
          byte[] part = new byte[1 << 16];
          for (int i = 0; i < 1_000; i++) {
            out.write(part);
          }
          return false;
        });
    assertThat(failure("getHealth")).hasMessageContaining("more than 1048576 bytes");
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  @Test
  void ofAWholeLedgerOnlyTheBeginningIsRead() {
    AtomicLong written = new AtomicLong();
    String start =
        "{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{\"id\":\"ab\",\"sequence\":7,"
            + "\"closeTime\":\"1795410646\",\"headerXdr\":\"AAAA\",\"metadataXdr\":\"";
    int megabytes = 40;
    node.then(
        (request, out) -> {
          int length = start.length() + (megabytes << 20) + 3;
          out.write(NodeFront.head("200 OK", "Content-Length: " + length + "\r\n"));
          out.write(start.getBytes(StandardCharsets.UTF_8));
          byte[] part = "A".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < megabytes << 4; i++) {
            out.write(part);
            written.addAndGet(part.length);
          }
          return false;
        });
    JsonNode found = transport.call("getLatestLedger", null);
    assertThat(found.path("sequence").asLong()).isEqualTo(7);
    assertThat(found.path("closeTime").asLong()).isEqualTo(1795410646);
    assertThat(found.path("headerXdr").asText()).isEqualTo("AAAA");
    assertThat(found.has("metadataXdr")).isFalse();
    assertThat(written.get()).isLessThan(20L << 20);
  }
}
