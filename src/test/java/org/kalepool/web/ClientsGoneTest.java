package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ClientsGoneTest {
  private static final String STREAMS =
      "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";

  private static boolean isLogged(String logger, Throwable failure) {
    LogRecord entry = new LogRecord(Level.SEVERE, "failed");
    entry.setLoggerName(logger);
    entry.setThrown(failure);
    return new ClientsGone().isLoggable(entry);
  }

  @Test
  void onlyThatAListenerHasGoneIsLeftOut() throws ClassNotFoundException {
    assertThat(isLogged(STREAMS, new IOException("Connection reset by peer"))).isFalse();
    assertThat(isLogged(STREAMS, new ClosedChannelException())).isFalse();
    assertThat(isLogged(STREAMS, new IllegalStateException("a fault of ours"))).isTrue();
    assertThat(isLogged("org.kalepool.web.Problems", new IOException("disk"))).isTrue();
    // The framework still calls it that.
    assertThat(Class.forName(STREAMS).getName()).isEqualTo(STREAMS);
  }
}
