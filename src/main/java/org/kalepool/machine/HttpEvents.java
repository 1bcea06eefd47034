package org.kalepool.machine;

import jakarta.ws.rs.core.Response;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The backend's server-sent events. A stream on which not even a comment comes is given up. */
public final class HttpEvents implements BackendEvents {
  private static final int LONGEST_LINE = 64 << 10;
  private static final String NAME = "event:";

  private final Duration timeout;
  private final Duration silence;
  private final BackendClient http;

  /**
   * Calls nobody yet.
   *
   * @param backend such as {@code https://pool.example}, with or without a slash at the end
   * @param key the pooler's (kp_…)
   * @param timeout for the stream to begin
   * @param silence after which it is given up; the backend says something every 15 s
   */
  public HttpEvents(URI backend, String key, Duration timeout, Duration silence) {
    this.timeout = timeout;
    this.silence = silence;
    this.http = new BackendClient(backend, key, timeout);
  }

  @Override
  public void listen(Consumer<Event> heard) {
    try (BackendCall call = http.call("events", null, "text/event-stream", timeout)) {
      begun(call, call.head());
      heard.accept(Event.LISTENING);
      call.heard(silence);
      try (InputStream lines = new BufferedInputStream(call.stream())) {
        read(call, lines, heard);
      } catch (IOException e) {
        throw call.away(e);
      }
    }
  }

  private static void begun(BackendCall call, Response head) {
    int status = head.getStatus();
    if (status == 429 || status >= 500) {
      throw call.away(status + "", null);
    }
    if (status != 200) {
      throw new BackendRefusalException(status, "", "events: " + status);
    }
  }

  /** Reads the names of events; their data say nothing that is not asked for. */
  private void read(BackendCall call, InputStream lines, Consumer<Event> heard) throws IOException {
    Event event = null;
    for (String line = line(lines); line != null; line = line(lines)) {
      call.heard(silence);
      if (line.startsWith(NAME)) {
        event = named(line.substring(NAME.length()).strip());
      } else if (line.isEmpty() && event != null) {
        heard.accept(event);
        event = null;
      }
    }
  }

  /** Null at the end. */
  private static @Nullable String line(InputStream lines) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = lines.read(); next >= 0; next = lines.read()) {
      if (next == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return null;
  }

  /** Null for one that a newer backend may tell. */
  private static @Nullable Event named(String name) {
    return switch (name) {
      case "block" -> Event.BLOCK;
      case "planted" -> Event.PLANTED;
      case "settings" -> Event.SETTINGS;
      default -> null;
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
