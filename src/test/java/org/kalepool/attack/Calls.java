package org.kalepool.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Honest calls of the attacked pool's API, from 127.0.0.1. */
final class Calls implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final AttackedPool pool;

  Calls(AttackedPool pool) {
    this.pool = pool;
  }

  /** An answer: its status, its headers, its body as JSON where it is some, else null. */
  record Answer(int status, java.net.http.HttpHeaders headers, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + text, e);
      }
    }

    /** The body, of an answer that says that it went well. */
    JsonNode good() {
      if (status / 100 != 2) {
        throw new AssertionError("answered with " + status + ": " + text);
      }
      return json();
    }
  }

  /** Asks anything of the public port; a body is sent as JSON. */
  Answer call(String method, String path, @Nullable String token, @Nullable String body) {
    return call(pool.url(), method, path, token, body);
  }

  Answer get(String path) {
    return call("GET", path, null, null);
  }

  Answer asOperator(String method, String path, @Nullable String body) {
    return call(method, "/api/v1/operator" + path, AttackedPool.OPERATOR_KEY, body);
  }

  /** {@code live}, {@code ready}, {@code started}, {@code well}: where operators look. */
  Answer health(String which) {
    return call(pool.management(), "GET", "/q/health/" + which, null, null);
  }

  /** How long the pool takes to say that it is alive. */
  Duration timeToLiveness() {
    long start = System.nanoTime();
    Answer answer = health("live");
    if (answer.status() != 200) {
      throw new AssertionError("not alive: " + answer.text());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** All metrics, one a line. */
  String metrics() {
    return call(pool.management(), "GET", "/q/metrics", null, null).text();
  }

  /** Has the embedded network give an account XLM, and so much KALE. */
  void give(String account, long kale) {
    URI bot = URI.create(pool.friendbot() + "?addr=" + account + "&kale=" + kale);
    Answer answer = send(HttpRequest.newBuilder(bot).timeout(PATIENCE).build());
    if (!answer.good().path("successful").asBoolean()) {
      throw new AssertionError("no money for " + account + ": " + answer.text());
    }
  }

  private Answer call(
      URI to, String method, String path, @Nullable String token, @Nullable String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(to.resolve(path)).timeout(PATIENCE);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    return send(request.build());
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new AssertionError(request.method() + " " + request.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
