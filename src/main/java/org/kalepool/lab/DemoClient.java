package org.kalepool.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;

/** A farmer's view of the pool: its REST API over HTTP, nothing else. */
public final class DemoClient implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String url;

  public DemoClient(String url) {
    this.url = url;
  }

  /** Where the pool is, without a slash at the end. */
  public String url() {
    return url;
  }

  public ObjectNode object() {
    return json.createObjectNode();
  }

  /**
   * Calls the API.
   *
   * @param token the farmer's bearer token, null for open routes
   * @param body sent as JSON, null for none
   * @throws RefusedCallException if the answer is no 2xx, with the problem's own words
   * @throws CommandException if there is no answer
   */
  public JsonNode call(
      String method, String path, @Nullable String token, @Nullable JsonNode body) {
    return call(method, path, token, body, null);
  }

  /** Posts with an idempotency key: the same call again gives the same answer and does nothing. */
  public JsonNode post(String path, @Nullable String token, JsonNode body, String idempotencyKey) {
    return call("POST", path, token, body, idempotencyKey);
  }

  private JsonNode call(
      String method,
      String path,
      @Nullable String token,
      @Nullable JsonNode body,
      @Nullable String idempotencyKey) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "application/json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new RefusedCallException(
            answer.statusCode(),
            method
                + " "
                + path
                + " was answered with "
                + answer.statusCode()
                + ": "
                + answer.body());
      }
      return answer.body().isBlank() ? json.nullNode() : json.readTree(answer.body());
    } catch (IOException e) {
      throw new CommandException(method + " " + path + " failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted");
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
