package org.kalepool.stellar.rpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.kalepool.lab.step.SteppedClock;

/** One node over HTTP, and a client that waits for it 0.7 s. */
abstract class HttpNodeFixture {
  static final Duration DEADLINE = Duration.ofMillis(700);
  static final Clock CLOCK = new SteppedClock(Instant.parse("2026-11-28T12:00:00Z"));

  final NodeFront node = new NodeFront();
  final HttpRpcTransport transport = transport(node.url(), Map.of());

  static HttpRpcTransport transport(String url, Map<String, String> headers) {
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

  NodeFailedException failure(String method) {
    return catchThrowableOfType(NodeFailedException.class, () -> transport.call(method, null));
  }
}
