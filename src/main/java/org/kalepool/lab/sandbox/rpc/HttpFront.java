package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.kalepool.lab.sandbox.fault.Unreachable;

/** The sandbox over HTTP: JSON-RPC by POST on every path, and a friendbot. */
public final class HttpFront implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LARGEST_BODY = 4 << 20;

  private static final int A_PART = 1 << 14;

  /** Shorter answers become no shorter by packing. */
  private static final int WORTH_PACKING = 1_024;

  private final HttpServer server;
  private final ExecutorService threads;
  private final UnaryOperator<JsonNode> methods;
  private final Function<Map<String, String>, ObjectNode> friendbot;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();

  /**
   * @param methods answers a JSON-RPC request
   * @param friendbot answers its parameters
   * @param port 0 for any
   */
  public HttpFront(
      UnaryOperator<JsonNode> methods,
      Function<Map<String, String>, ObjectNode> friendbot,
      String host,
      int port) {
    this.methods = methods;
    this.friendbot = friendbot;
    // answers are small: without this each waits for the client's delayed acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + host + ":" + port, e);
    }
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", this::rpc);
    server.createContext("/friendbot", this::friendbot);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** How many requests have come. */
  public long requests() {
    return requests.get();
  }

  /** Bytes of their bodies. */
  public long received() {
    return received.get();
  }

  /** Bytes of the answers' bodies, packed where the client took that. */
  public long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void rpc(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        send(exchange, 405, "{\"error\":\"JSON-RPC is called by POST\"}");
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
      requests.incrementAndGet();
      received.addAndGet(body.length);
      send(exchange, 200, MAPPER.writeValueAsString(guarded(body)));
    } catch (Unreachable e) {
      LOG.log(System.Logger.Level.DEBUG, "the exchange is closed without an answer", e);
    }
  }

  /** A defect of the sandbox's own is told to the caller and the log instead of going unseen. */
  private JsonNode guarded(byte[] body) {
    try {
      return answer(body);
    } catch (Unreachable e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a request could not be answered", e);
      return RpcAnswers.invalid(RpcFault.INTERNAL, "internal error: " + e);
    }
  }

  private JsonNode answer(byte[] body) {
    JsonNode request;
    try {
      request = MAPPER.readTree(body);
    } catch (IOException e) {
      return RpcAnswers.invalid(RpcFault.PARSE, "Parse error");
    }
    if (request != null && request.isArray()) {
      ArrayNode answers = MAPPER.createArrayNode();
      request.forEach(one -> answers.add(methods.apply(one)));
      return answers;
    }
    return request == null
        ? RpcAnswers.invalid(RpcFault.PARSE, "Parse error")
        : methods.apply(request);
  }

  private void friendbot(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = exchange.getRequestURI().getRawQuery();
      if (query == null) {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
        query = new String(body, StandardCharsets.UTF_8);
      }
      ObjectNode answer = friendbot.apply(parameters(query));
      send(exchange, answer.path("status").asInt(200), text(answer));
    }
  }

  private static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        parameters.put(
            pair.substring(0, at),
            URLDecoder.decode(pair.substring(at + 1).trim(), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    String taken = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    if (body.length >= WORTH_PACKING && taken != null && taken.contains("gzip")) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      body = packed(body);
    }
    exchange.sendResponseHeaders(status, body.length);
    // in parts: who goes away in the middle has not been sent the rest
    for (int from = 0; from < body.length; from += A_PART) {
      int part = Math.min(A_PART, body.length - from);
      exchange.getResponseBody().write(body, from, part);
      sent.addAndGet(part);
    }
  }

  private static byte[] packed(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 2);
    try (GZIPOutputStream packing = new GZIPOutputStream(packed)) {
      packing.write(body);
    }
    return packed.toByteArray();
  }
}
