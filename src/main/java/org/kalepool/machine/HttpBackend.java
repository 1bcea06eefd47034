package org.kalepool.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.kalepool.machine.PoolerMessages.Beat;
import org.kalepool.machine.PoolerMessages.BeatAnswer;
import org.kalepool.machine.PoolerMessages.HarvestAnswer;
import org.kalepool.machine.PoolerMessages.HarvestRequest;
import org.kalepool.machine.PoolerMessages.Me;
import org.kalepool.machine.PoolerMessages.PlantAnswer;
import org.kalepool.machine.PoolerMessages.PlantRequest;
import org.kalepool.machine.PoolerMessages.ReportAnswer;
import org.kalepool.machine.PoolerMessages.WorkReport;
import org.kalepool.machine.PoolerMessages.WorksAnswer;
import org.kalepool.machine.PoolerMessages.WorksRequest;

/**
 * The backend by HTTP. One deadline covers a call from the connection to the last byte, and an
 * answer that is too long is none. The key is in no message.
 */
public final class HttpBackend implements PoolerBackend, AutoCloseable {
  private static final int MOST_BYTES = 16 << 20;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final ObjectMapper json =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // a newer backend may tell more
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Duration timeout;
  private final MeterRegistry meters;
  private final BackendClient http;

  /**
   * Calls nobody yet.
   *
   * @param address such as {@code https://pool.example}, with or without a slash at the end
   * @param key the pooler's (kp_…)
   * @param timeout for one call; what the backend is told it may wait comes on top
   */
  public HttpBackend(URI address, String key, Duration timeout, MeterRegistry meters) {
    this.timeout = timeout;
    this.meters = meters;
    this.http = new BackendClient(address, key, timeout);
  }

  @Override
  public Me me() {
    return call("me", null, Duration.ZERO, Me.class);
  }

  @Override
  public BeatAnswer heartbeat(Beat beat) {
    return call("heartbeat", beat, Duration.ZERO, BeatAnswer.class);
  }

  @Override
  public PlantAnswer plant(PlantRequest request) {
    Duration wait = Duration.ofSeconds(request.waitSeconds());
    return call("plant-request", request, wait, PlantAnswer.class);
  }

  @Override
  public WorksAnswer works(WorksRequest request) {
    return call("works", request, Duration.ZERO, WorksAnswer.class);
  }

  @Override
  public ReportAnswer report(WorkReport report) {
    return call("work-complete", report, Duration.ZERO, ReportAnswer.class);
  }

  @Override
  public HarvestAnswer harvest(HarvestRequest request) {
    Duration wait = Duration.ofSeconds(request.waitSeconds());
    return call("harvest-request", request, wait, HarvestAnswer.class);
  }

  private <T> T call(String route, @Nullable Object body, Duration wait, Class<T> answer) {
    try {
      T value = exchange(route, body, wait, answer);
      count(route, "answered");
      return value;
    } catch (BackendAwayException e) {
      count(route, "away");
      throw e;
    } catch (BackendRefusalException e) {
      count(route, "refused");
      throw e;
    }
  }

  private void count(String route, String result) {
    meters.counter("kale.machine.backend.calls", "call", route, "result", result).increment();
  }

  private byte[] written(Object body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message that cannot be written", e);
    }
  }

  private <T> T exchange(String route, @Nullable Object body, Duration wait, Class<T> type) {
    byte[] written = body == null ? null : written(body);
    try (BackendCall call = http.call(route, written, "application/json", timeout.plus(wait))) {
      Response head = call.head();
      byte[] told = call.body(MOST_BYTES);
      if (head.getStatus() == 200) {
        return understood(call, told, type);
      }
      throw refusal(call, route, head, told);
    }
  }

  private <T> T understood(BackendCall call, byte[] told, Class<T> type) {
    try {
      T value = json.readValue(told, type);
      if (value != null) {
        return value;
      }
    } catch (IOException e) {
      throw call.away("an answer that cannot be understood", e);
    }
    throw call.away("an empty answer", null);
  }

  private RuntimeException refusal(BackendCall call, String route, Response head, byte[] body) {
    int status = head.getStatus();
    JsonNode problem = problem(body);
    String told = told(problem);
    String what = status + (told.isEmpty() ? "" : ", " + told);
    if (status == 429 || status == 408 || status >= 500) {
      return new BackendAwayException(call.name() + ": " + what, null, retryAfter(head));
    }
    return new BackendRefusalException(
        status, problem.path("code").asText(""), route + ": " + what);
  }

  private static String told(JsonNode problem) {
    StringJoiner fields = new StringJoiner("; ", " (", ")").setEmptyValue("");
    for (JsonNode each : problem.path("errors")) {
      fields.add(each.path("field").asText() + " " + each.path("message").asText());
    }
    return problem.path("detail").asText(problem.path("title").asText("")) + fields;
  }

  /** Whatever stands between may answer by a page of its own. */
  private JsonNode problem(byte[] body) {
    try {
      JsonNode read = json.readTree(body);
      return read == null ? json.createObjectNode() : read;
    } catch (IOException e) {
      return json.createObjectNode();
    }
  }

  private static Duration retryAfter(Response head) {
    String header = head.getHeaderString(HttpHeaders.RETRY_AFTER);
    if (header == null || !header.matches("[0-9]{1,6}")) {
      return Duration.ZERO;
    }
    Duration told = Duration.ofSeconds(Long.parseLong(header));
    return told.compareTo(LONGEST_WAIT) < 0 ? told : LONGEST_WAIT;
  }

  @Override
  public void close() {
    http.close();
  }
}
