package org.kalepool.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private static final long MOST_BYTES = 16L << 20;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final ObjectMapper json =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // a newer backend may tell more
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final URI base;
  private final String key;
  private final Duration timeout;
  private final MeterRegistry meters;
  private final HttpClient http;

  /**
   * Calls nobody yet.
   *
   * @param address such as {@code https://pool.example}, with or without a slash at the end
   * @param key the pooler's (kp_…)
   * @param timeout for one call; what the backend is told it may wait comes on top
   */
  public HttpBackend(URI address, String key, Duration timeout, MeterRegistry meters) {
    this.base = routes(address);
    this.key = key;
    this.timeout = timeout;
    this.meters = meters;
    this.http = client(timeout);
  }

  /** What the names of routes are resolved against. */
  static URI routes(URI backend) {
    String text = backend.toString();
    return URI.create((text.endsWith("/") ? text : text + "/") + "api/v1/pooler/");
  }

  /** One that follows no redirection, so that the key goes nowhere else. */
  static HttpClient client(Duration timeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(timeout)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
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
      T value = read(route, exchange(route, body, wait), answer);
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

  private HttpResponse<byte[]> exchange(String route, @Nullable Object body, Duration wait) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(route))
            .header("Authorization", "Bearer " + key)
            .header("Accept", "application/json");
    if (body == null) {
      request.GET();
    } else {
      request.header("Content-Type", "application/json");
      request.POST(HttpRequest.BodyPublishers.ofByteArray(written(body)));
    }
    CompletableFuture<HttpResponse<byte[]>> coming =
        http.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    Duration limit = timeout.plus(wait);
    try {
      return coming.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw away(route + ": no answer within " + limit.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw away(route + ": " + reason(e.getCause()), e.getCause());
    } catch (CancellationException e) {
      throw away(route + ": the call was ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(route + ": interrupted", e);
    } finally {
      coming.cancel(true);
    }
  }

  private byte[] written(Object body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message that cannot be written", e);
    }
  }

  private BackendAwayException away(String what, @Nullable Throwable cause) {
    return new BackendAwayException(base.getAuthority() + " " + what, cause, Duration.ZERO);
  }

  private static String reason(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    return failure == null ? "unknown" : failure.getClass().getSimpleName();
  }

  private <T> T read(String route, HttpResponse<byte[]> response, Class<T> type) {
    int status = response.statusCode();
    if (status == 200) {
      try {
        T value = json.readValue(response.body(), type);
        if (value != null) {
          return value;
        }
      } catch (IOException e) {
        throw away(route + ": an answer that cannot be understood", e);
      }
      throw away(route + ": an empty answer", null);
    }
    JsonNode problem = problem(response.body());
    String told = told(problem);
    String what = route + ": " + status + (told.isEmpty() ? "" : ", " + told);
    if (status == 429 || status == 408 || status >= 500) {
      throw new BackendAwayException(base.getAuthority() + " " + what, null, retryAfter(response));
    }
    throw new BackendRefusalException(status, problem.path("code").asText(""), what);
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

  private static Duration retryAfter(HttpResponse<?> response) {
    Optional<String> header = response.headers().firstValue("Retry-After");
    if (header.isEmpty() || !header.get().matches("[0-9]{1,6}")) {
      return Duration.ZERO;
    }
    Duration told = Duration.ofSeconds(Long.parseLong(header.get()));
    return told.compareTo(LONGEST_WAIT) < 0 ? told : LONGEST_WAIT;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
