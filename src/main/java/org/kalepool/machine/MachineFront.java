package org.kalepool.machine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Health and metrics of a machine, under the paths and in the shapes that the service's have:
 * {@code /q/health}, {@code /q/health/live}, {@code /q/health/ready}, {@code /q/health/started},
 * {@code /q/metrics}.
 */
public final class MachineFront implements AutoCloseable {
  private static final Duration LONGEST_TURN = Duration.ofMinutes(1);

  private final ObjectMapper json = new ObjectMapper();
  private final PoolerMachine machine;
  private final Supplier<String> meters;
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** One check; what it tells beside yes or no may be nothing. */
  private record Check(String name, boolean up, Optional<String> why) {}

  /**
   * Listens.
   *
   * @param meters the metrics in the text format
   * @param port 0 for any free one
   * @throws UncheckedIOException if the address cannot be had
   */
  public MachineFront(
      PoolerMachine machine, Supplier<String> meters, Clock clock, String host, int port) {
    this.machine = machine;
    this.meters = meters;
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on " + host + ":" + port + " (" + e.getMessage() + ")", e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      MachineView view = machine.view();
      switch (exchange.getRequestURI().getPath()) {
        case "/q/metrics" -> send(exchange, 200, "text/plain; version=0.0.4", meters.get());
        case "/q/health" -> {
          List<Check> all = new ArrayList<>(live(view));
          all.addAll(ready(view));
          all.addAll(started(view));
          health(exchange, all);
        }
        case "/q/health/live" -> health(exchange, live(view));
        case "/q/health/ready" -> health(exchange, ready(view));
        case "/q/health/started" -> health(exchange, started(view));
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private List<Check> live(MachineView view) {
    Instant longAgo = clock.instant().minus(LONGEST_TURN);
    boolean turns = view.workedAt().filter(at -> at.isAfter(longAgo)).isPresent();
    return List.of(
        new Check("engine", turns, turns ? Optional.empty() : Optional.of("it has no turns")));
  }

  private static List<Check> ready(MachineView view) {
    return List.of(
        new Check(
            "node",
            view.nodeError().isEmpty() && view.block() >= 0,
            view.nodeError().or(() -> before(view.block() >= 0, "nothing has been read yet"))),
        new Check(
            "backend",
            !view.backendAway() && view.backendAnswered().isPresent(),
            view.backendError()
                .or(() -> before(view.backendAnswered().isPresent(), "not asked yet"))),
        new Check("hashing", view.obstacle().isEmpty(), view.obstacle()),
        new Check("planting", view.notPlanting().isEmpty(), view.notPlanting()),
        new Check("journal", view.journal().isEmpty(), view.journal()),
        // the backend sends what the channels cannot
        new Check("channels", true, view.channels().trouble()));
  }

  private static List<Check> started(MachineView view) {
    return List.of(
        new Check(
            "machine", view.block() >= 0, before(view.block() >= 0, "no block has been seen yet")));
  }

  private static Optional<String> before(boolean known, String what) {
    return known ? Optional.empty() : Optional.of(what);
  }

  private void health(HttpExchange exchange, List<Check> checks) throws IOException {
    boolean up = checks.stream().allMatch(Check::up);
    ObjectNode answer = json.createObjectNode().put("status", word(up));
    ArrayNode list = answer.putArray("checks");
    for (Check check : checks) {
      ObjectNode one = list.addObject().put("name", check.name()).put("status", word(check.up()));
      check.why().ifPresent(why -> one.putObject("data").put("why", why));
    }
    send(exchange, up ? 200 : 503, "application/json; charset=UTF-8", answer.toPrettyString());
  }

  private static String word(boolean up) {
    return up ? "UP" : "DOWN";
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
