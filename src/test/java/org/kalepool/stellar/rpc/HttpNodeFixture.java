package org.kalepool.stellar.rpc;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.kalepool.lab.step.SteppedClock;

/**
 * One node over HTTP, and a client that waits for it for so long that a busy machine ends no call.
 */
abstract class HttpNodeFixture {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Clock CLOCK = new SteppedClock(Instant.parse("2026-11-28T12:00:00Z"));

  final NodeFront node = new NodeFront();
  final HttpRpcTransport transport = transport(node.url(), PATIENCE);

  static HttpRpcTransport transport(String url, Duration patience) {
    return new HttpRpcTransport(
        new ObjectMapper(),
        NodeAddress.of(url, Map.of()),
        new HttpLimits(patience, 1, 0, 1 << 20),
        CLOCK);
  }

  @AfterEach
  void close() {
    transport.close();
    node.close();
  }

  NodeFailedException failure(String method) {
    return failure(transport, method);
  }

  static NodeFailedException failure(HttpRpcTransport transport, String method) {
    return catchThrowableOfType(NodeFailedException.class, () -> transport.call(method, null));
  }
}
