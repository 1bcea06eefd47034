package org.kalepool.web;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;

/**
 * Keeps clients from making up labels of {@code http_server_requests}. The {@link Gate} refuses
 * invented methods, and a path that is none becomes {@code NOT_FOUND} or {@code UNKNOWN}; but of a
 * request whose client has gone before the answer the path is taken as it was written. Refused
 * rather than renamed: the registry remembers for ever what a renamed meter was called.
 */
@Singleton
final class HttpMeters {
  private static final String REQUESTS = "http.server.requests";
  private static final String GONE = "RESET";

  /** Where going before the end is what clients do. */
  private static final Set<String> STREAMS = Set.of("/api/v1/events", "/api/v1/pooler/events");

  @Produces
  @Singleton
  MeterFilter filter() {
    return new MeterFilter() {
      @Override
      public MeterFilterReply accept(Meter.Id id) {
        return id.getName().equals(REQUESTS) && isInvented(id)
            ? MeterFilterReply.DENY
            : MeterFilterReply.NEUTRAL;
      }
    };
  }

  private static boolean isInvented(Meter.Id id) {
    String method = Objects.requireNonNullElse(id.getTag("method"), "");
    String uri = Objects.requireNonNullElse(id.getTag("uri"), "");
    return !RequestHead.METHODS.contains(method)
        || (GONE.equals(id.getTag("status")) && uri.indexOf('{') < 0 && !STREAMS.contains(uri));
  }
}
