package org.kalepool.stellar.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.lab.step.SteppedClock;

/** Two nodes over HTTP, as the settings name them. */
@Timeout(60)
final class RpcTransportsTest {
  private static final String NETWORK = "{\"passphrase\":\"" + TestNetwork.PASSPHRASE + "\"}";
  private static final String HEALTH =
      "{\"status\":\"healthy\",\"latestLedger\":100,\"latestLedgerCloseTime\":\"1795410500\"}";

  private final SteppedClock clock = new SteppedClock(Instant.ofEpochSecond(1795410860));
  private final NetworkWatch status = TestNetwork.status(clock);
  private final NodeFront first = new NodeFront();
  private final NodeFront second = new NodeFront();

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private RpcTransport transport(Optional<String> headers) {
    return RpcTransports.overHttp(
        new ObjectMapper(),
        clock,
        Optional.of(first.url() + "," + second.url()),
        headers,
        HttpLimits.of(Duration.ofSeconds(20), 4));
  }

  @Test
  void aTotalRateLimitOfOneNodeIsMetByTheOtherAndEachGetsItsOwnKeyOnly(@TempDir Path folder)
      throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "X-Api-Key: only-for-the-second\n");
    RpcTransport transport = transport(Optional.of("-," + key));
    first.answer("429 Too Many Requests", "Retry-After: 30\r\n", "{\"error\":{\"code\":1}}");
    assertThatThrownBy(() -> TestNetwork.rpc(transport.nodes().getFirst(), status).tip())
        .hasMessageContaining("HTTP 429, too many requests, try again after 30 s");
    assertThat(status.view().reachable()).isFalse();
    assertThat(status.view().trouble()).isEqualTo("rate_limited");
    first.answer("429 Too Many Requests", "Retry-After: 30\r\n", "");
    // asked which network it serves, how far it is, and then the question itself
    second.result(NETWORK).result(HEALTH).result(HEALTH);
    StellarRpc rpc = TestNetwork.rpc(transport, status);
    assertThat(rpc.tip().sequence()).isEqualTo(100);
    assertThat(status.view().ready()).isTrue();
    assertThat(status.view().node()).isEqualTo(second.url().substring("http://".length()));
    assertThat(status.view().others().values())
        .singleElement()
        .asString()
        .startsWith("rate_limited: ")
        .contains("HTTP 429");
    assertThat(first.seen).allMatch(request -> !request.head().contains("only-for"));
    assertThat(second.seen).allMatch(request -> request.head().contains("only-for-the-second"));
    assertThat(status.view().toString()).doesNotContain("only-for");
    RpcTransports.close(transport);
  }

  @Test
  void withoutAUrlNothingIsAskedAndTheSettingIsNamed() {
    RpcTransport none =
        RpcTransports.overHttp(
            new ObjectMapper(),
            clock,
            Optional.empty(),
            Optional.empty(),
            HttpLimits.of(Duration.ofSeconds(1), 4));
    assertThatThrownBy(() -> TestNetwork.rpc(none, status).tip())
        .hasMessageContaining("kale.rpc.url is not set");
  }
}
