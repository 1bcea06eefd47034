package org.kalepool.web;

import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Leaves out of the log that somebody who listened to the events has gone: anybody can do that as
 * often as they like, and each time the framework would log an error with its stack.
 */
@LoggingFilter(name = "clients-gone")
public final class ClientsGone implements Filter {
  private static final String STREAMS =
      "org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler";

  @Override
  public boolean isLoggable(LogRecord entry) {
    return !(STREAMS.equals(entry.getLoggerName()) && entry.getThrown() instanceof IOException);
  }
}
