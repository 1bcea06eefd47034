package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What clients make up must not stay in memory. */
interface Metering extends Target {
  /** Seen before: each became a label for good, 60 000 filled the heap. */
  @Test
  default void inventedMethodsAndPathsBecomeNoLabels() throws IOException {
    long before = calls().metrics().lines().count();
    for (int i = 0; i < 60; i++) {
      int from = 150 + i % 50;
      ask(from, "M" + i + " / HTTP/1.1\r\nHost: pool\r\nConnection: close\r\n\r\n");
      ask(from, "GET /p" + i + " HTTP/1.1\r\nHost: pool\r\nConnection: close\r\n\r\n");
      ask(from, "GET /api/v1/p" + i + " HTTP/1.1\r\nHost: pool\r\nConnection: close\r\n\r\n");
      ask(
          from,
          "POST /api/v1/q"
              + i
              + " HTTP/1.1\r\nHost: pool\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
      ask(
          from,
          "DELETE /q/health/live/" + i + " HTTP/1.1\r\nHost: pool\r\nConnection: close\r\n\r\n");
    }
    String metrics = calls().metrics();
    assertThat(metrics.lines().count()).isLessThan(before + 60);
    assertThat(metrics).doesNotContain("method=\"M1", "/p1", "/q1", "live/1");
  }

  /** Does not always wait for the answer: of who has gone the path is measured, too. */
  private void ask(int from, String request) throws IOException {
    try (RawConnection connection = RawConnection.open(pool().url(), from)) {
      connection.send(request);
      if (request.charAt(0) != 'P') {
        assertThat(connection.answer(PATIENCE)).isNotNull();
      }
    }
  }
}
