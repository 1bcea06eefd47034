package org.kalepool.stellar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** JSON-RPC over HTTP, with a limit on time and on calls at once. */
@ApplicationScoped
@Typed(HttpRpcTransport.class)
class HttpRpcTransport implements RpcTransport {
  private static final int MAX_ERROR_TEXT = 300;

  private final ObjectMapper json;
  private final Optional<URI> url;
  private final Duration timeout;
  private final Semaphore permits;
  private final HttpClient http;
  private final AtomicLong ids = new AtomicLong();

  HttpRpcTransport(
      ObjectMapper json,
      @ConfigProperty(name = "kale.rpc.url") Optional<String> url,
      @ConfigProperty(name = "kale.rpc.timeout", defaultValue = "10s") Duration timeout,
      @ConfigProperty(name = "kale.rpc.max-concurrent", defaultValue = "32") int maxConcurrent) {
    this.json = json;
    this.url = url.map(HttpRpcTransport::checkedUrl);
    this.timeout = timeout;
    this.permits = new Semaphore(checkedPermits(maxConcurrent), true);
    this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  @Override
  public JsonNode call(String method, @Nullable ObjectNode params) {
    URI to = url.orElseThrow(() -> new RpcException("no RPC node: kale.rpc.url is not set"));
    String body = request(method, params);
    try {
      if (!permits.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new RpcException(method + ": too many calls at once (kale.rpc.max-concurrent)");
      }
      try {
        return result(method, post(to, body));
      } finally {
        permits.release();
      }
    } catch (IOException e) {
      throw new RpcException(method + ": cannot reach " + to.getHost() + ": " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RpcException(method + ": interrupted", e);
    }
  }

  private String request(String method, @Nullable ObjectNode params) {
    ObjectNode request = json.createObjectNode();
    request.put("jsonrpc", "2.0").put("id", ids.incrementAndGet()).put("method", method);
    if (params != null) {
      request.set("params", params);
    }
    try {
      return json.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree that cannot be written", e);
    }
  }

  private HttpResponse<String> post(URI to, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(to)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode result(String method, HttpResponse<String> response) {
    JsonNode answer;
    try {
      answer = json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new RpcException(
          method + ": HTTP " + response.statusCode() + " without JSON: " + cut(response.body()), e);
    }
    return RpcAnswer.result(method, answer);
  }

  private static URI checkedUrl(String text) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("kale.rpc.url is no URL: " + e.getMessage(), e);
    }
    if (url.getHost() == null
        || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
      throw new IllegalArgumentException("kale.rpc.url must be an http or https URL");
    }
    return url;
  }

  private static int checkedPermits(int maxConcurrent) {
    if (maxConcurrent < 1) {
      throw new IllegalArgumentException("kale.rpc.max-concurrent must be at least 1");
    }
    return maxConcurrent;
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static String cut(String text) {
    return text.length() <= MAX_ERROR_TEXT ? text : text.substring(0, MAX_ERROR_TEXT) + "…";
  }
}
