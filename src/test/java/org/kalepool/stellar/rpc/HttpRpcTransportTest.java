package org.kalepool.stellar.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;

/** One node over HTTP, as it behaves and misbehaves. */
@Timeout(60)
final class HttpRpcTransportTest {
  private static final Duration DEADLINE = Duration.ofMillis(700);
  private static final Clock CLOCK = new SteppedClock(Instant.parse("2026-11-28T12:00:00Z"));

  private final NodeFront node = new NodeFront();
  private final HttpRpcTransport transport = transport(node.url(), Map.of());

  private static HttpRpcTransport transport(String url, Map<String, String> headers) {
    return new HttpRpcTransport(
        new ObjectMapper(),
        NodeAddress.of(url, headers),
        new HttpLimits(DEADLINE, 1, 0, 1 << 20),
        CLOCK);
  }

  @AfterEach
  void close() {
    transport.close();
    node.close();
  }

  private NodeFailedException failure(String method) {
    return catchThrowableOfType(NodeFailedException.class, () -> transport.call(method, null));
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"jsonrpc\"'",
    "'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'",
    "'HTTP/1.1 200 OK\r\nContent-'",
    "''"
  })
  void aNodeThatStallsAnywhereHoldsNobodyForLongerThanTheDeadline(String beginning) {
    node.stallAfter(beginning).result("{\"status\":\"healthy\"}");
    long start = System.nanoTime();
    NodeFailedException failed = failure("getHealth");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(failed.trouble()).isEqualTo(NodeTrouble.SLOW);
    assertThat(failed).hasMessageContaining("did not answer within 0.7 s");
    // there is one permit, so it came back
    assertThat(transport.call("getHealth", null).path("status").asText()).isEqualTo("healthy");
  }

  @Test
  void anInterruptedCallEndsAtOnceAndGivesItsPermitBack() throws InterruptedException {
    HttpRpcTransport patient =
        new HttpRpcTransport(
            new ObjectMapper(),
            NodeAddress.of(node.url(), Map.of()),
            HttpLimits.of(Duration.ofMinutes(5), 1),
            CLOCK);
    node.stallAfter("HTTP/1.1 200 OK\r\n").result("{}");
    Throwable[] failed = new Throwable[1];
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    patient.call("getHealth", null);
                  } catch (RpcException e) {
                    failed[0] = e;
                  }
                });
    while (node.seen.isEmpty()) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    caller.join();
    assertThat(failed[0]).isInstanceOf(NotAskedException.class);
    assertThat(patient.call("getHealth", null)).isNotNull();
    patient.close();
  }

  @Test
  void aReadOnAConnectionThatWasClosedWhileItLayIdleIsRepeatedAndNoFailure() {
    node.result("1").hangUp().result("2");
    assertThat(transport.call("getHealth", null).asInt()).isEqualTo(1);
    assertThat(transport.call("getHealth", null).asInt()).isEqualTo(2);
    assertThat(node.seen).hasSize(3);
  }

  @Test
  void aReadIsRepeatedOnlyOnce() {
    node.result("1").hangUp().hangUp().result("3");
    transport.call("getHealth", null);
    assertThat(failure("getHealth").trouble()).isEqualTo(NodeTrouble.UNREACHABLE);
    assertThat(node.seen).hasSize(3);
  }

  @Test
  void aSendIsNeverRepeatedByItself() {
    node.result("1").hangUp().result("2");
    transport.call("getHealth", null);
    assertThat(failure("sendTransaction").trouble()).isEqualTo(NodeTrouble.UNREACHABLE);
    assertThat(node.seen).hasSize(2);
  }

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

  @Test
  void aProvidersKeyIsSentAndNeverTold(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("headers");
    Files.writeString(
        file, "# ours\n\nX-Api-Key: hush-hush-4711\nAuthorization: Bearer s3cr3t-token\n");
    NodeAddress address =
        NodeAddresses.of(node.url() + "/v1/path-secret-9", file.toString()).getFirst();
    try (HttpRpcTransport keyed =
        new HttpRpcTransport(new ObjectMapper(), address, HttpLimits.of(DEADLINE, 1), CLOCK)) {
      String echo = "no such thing: /v1/path-secret-9 with hush-hush-4711 and s3cr3t-token";
      node.answer("404 Not Found", "", echo).answer("200 OK", "", "{\"error\":\"" + echo + "\"}");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> keyed.call("getHealth", null))
            .hasMessageContaining("no such thing")
            .message()
            .doesNotContain("hush-hush", "s3cr3t", "path-secret");
      }
      assertThat(node.seen.getFirst().head())
          .containsIgnoringCase("X-Api-Key: hush-hush-4711")
          .containsIgnoringCase("Authorization: Bearer s3cr3t-token");
      assertThat(address.toString()).doesNotContain("hush", "secret");
    }
  }

  @Test
  void wrongSettingsAreRefusedByName(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("headers"), "Good: 1\nno colon here: hush\n");
    Path plain = Files.writeString(folder.resolve("plain"), "just-a-key\n");
    List<String> two = List.of("http://a.example", "http://b.example");
    assertThatThrownBy(() -> NodeAddresses.of(String.join(",", two), file.toString()))
        .hasMessageContaining("kale.rpc.headers-file names 1 files for the 2 URLs");
    assertThatThrownBy(() -> NodeAddresses.of("http://a.example", file.toString()))
        .hasMessageContaining("line 2 of")
        .message()
        .doesNotContain("hush");
    assertThatThrownBy(() -> NodeAddresses.of("http://a.example", plain.toString()))
        .hasMessageContaining("line 1 of")
        .message()
        .doesNotContain("just-a-key");
    assertThatThrownBy(() -> NodeAddresses.of("http://a.example,,", ""))
        .hasMessageContaining("kale.rpc.url: one of its parts is empty");
    assertThatThrownBy(() -> NodeAddresses.of("http://me:pw@a.example", ""))
        .hasMessageContaining("kale.rpc.headers-file")
        .message()
        .doesNotContain("pw@");
    assertThatThrownBy(() -> NodeAddresses.of("ftp://a.example", ""))
        .hasMessageContaining("kale.rpc.url");
    assertThat(NodeAddresses.of("http://a.example, http://a.example:80,http://a.example/x", ""))
        .extracting(NodeAddress::name)
        .containsExactly("a.example", "a.example:80", "a.example#3");
  }

  @Test
  void noMoreCallsGoThanTheProviderAllows() {
    for (int i = 0; i < 12; i++) {
      node.result("1");
    }
    try (HttpRpcTransport slow =
        new HttpRpcTransport(
            new ObjectMapper(),
            NodeAddress.of(node.url(), Map.of()),
            new HttpLimits(Duration.ofSeconds(10), 4, 5, 1 << 20),
            CLOCK)) {
      long start = System.nanoTime();
      for (int i = 0; i < 8; i++) {
        slow.call("getHealth", null);
      }
      // five at once, then one every 200 ms
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(550));
    }
  }
}
