package org.kalepool.stellar.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kalepool.stellar.RpcException;

/** Calls of one node over HTTP: how long they wait, when they are repeated, what they tell. */
@Timeout(60)
final class HttpRpcTransportTest extends HttpNodeFixture {
  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"jsonrpc\"'",
    "'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'",
    "'HTTP/1.1 200 OK\r\nContent-'",
    "''"
  })
  void aNodeThatStallsAnywhereHoldsNobodyForLongerThanTheDeadline(String beginning) {
    node.stallAfter(beginning).result("{\"status\":\"healthy\"}");
    try (HttpRpcTransport hasty = transport(node.url(), Duration.ofMillis(1_500))) {
      long start = System.nanoTime();
      NodeFailedException failed = failure(hasty, "getHealth");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(failed.trouble()).isEqualTo(NodeTrouble.SLOW);
      assertThat(failed).hasMessageContaining("did not answer within 1.5 s");
      // there is one permit, so it came back
      assertThat(hasty.call("getHealth", null).path("status").asText()).isEqualTo("healthy");
    }
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

  @Test
  void aProvidersKeyIsSentAndNeverTold(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("headers");
    Files.writeString(
        file, "# ours\n\nX-Api-Key: hush-hush-4711\nAuthorization: Bearer s3cr3t-token\n");
    NodeAddress address =
        NodeAddresses.of(node.url() + "/v1/path-secret-9", file.toString()).getFirst();
    try (HttpRpcTransport keyed =
        new HttpRpcTransport(new ObjectMapper(), address, HttpLimits.of(PATIENCE, 1), CLOCK)) {
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
