package org.kalepool.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** The poolers' routes: who may ask, one answer at a time, and the stream of events. */
final class SpokenHttp implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final BiFunction<String, JsonNode, JsonNode> answers;
  private final BooleanSupplier away;
  private final HttpServer server;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Whoever listens; its stream ends with the latch. */
  private record Listener(OutputStream out, CountDownLatch ended) {}

  /**
   * @param answers to a route's last part and the body
   * @param away everything is answered with 503
   */
  SpokenHttp(BiFunction<String, JsonNode, JsonNode> answers, BooleanSupplier away) {
    this.answers = answers;
    this.away = away;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String route = exchange.getRequestURI().getPath().replaceFirst("^/api/v1/pooler/", "");
      String key = exchange.getRequestHeaders().getFirst("Authorization");
      if (away.getAsBoolean()) {
        send(exchange, 503, problem("unavailable", "away"));
      } else if (!("Bearer " + SpokenBackend.KEY).equals(key)) {
        send(exchange, 401, problem("unauthorized", "no such key"));
      } else if (route.equals("events")) {
        stream(exchange);
      } else {
        JsonNode request = body.length == 0 ? json.createObjectNode() : json.readTree(body);
        if (request.has("pooler_id")
            && !request.path("pooler_id").asText().equals(SpokenBackend.POOLER.toString())) {
          send(exchange, 403, problem("not_your_pooler", "another's"));
          return;
        }
        lock.lock();
        try {
          send(exchange, 200, answers.apply(route, request));
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private ObjectNode problem(String code, String detail) {
    return json.createObjectNode().put("code", code).put("detail", detail);
  }

  private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
    byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    Listener listener = new Listener(exchange.getResponseBody(), new CountDownLatch(1));
    listener.out().flush();
    listeners.add(listener);
    try {
      listener.ended().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      listeners.remove(listener);
    }
  }

  /** How many listen. */
  int listeners() {
    return listeners.size();
  }

  /** Tells whoever listens. */
  void tell(String event, String data) {
    byte[] text =
        ("event:" + event + "\ndata:" + data + "\n\n:still here\n\n")
            .getBytes(StandardCharsets.UTF_8);
    for (Listener listener : listeners) {
      try {
        listener.out().write(text);
        listener.out().flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Ends all streams. */
  void cut() {
    listeners.forEach(it -> it.ended().countDown());
  }

  @Override
  public void close() {
    cut();
    server.stop(0);
  }
}
