package org.kalepool.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where the webhooks of tests lead: it keeps what is posted, and answers as it is told to. */
public final class NoticeReceiver implements AutoCloseable {
  /** Of the operators' webhook in {@link #settings}. */
  public static final String KEY = "operators-webhook-key-0123456789";

  private static final String PORT = "notice.receiver.port";

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private volatile String location = "";

  /** What was posted; the names of headers are in lower case. */
  public record Received(String path, Map<String, String> headers, String body) {}

  private NoticeReceiver(HttpServer server) {
    this.server = server;
    server.createContext("/", this::take);
    server.start();
  }

  /** Listens where the channels of {@link #settings} lead. */
  public static NoticeReceiver ofOperators() {
    return at(Integer.parseInt(System.getProperty(PORT)));
  }

  /** Listens anywhere. */
  public static NoticeReceiver anywhere() {
    return at(0);
  }

  /** Listens anywhere, and shows this certificate. */
  public static NoticeReceiver by(TestCertificate certificate) {
    try {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
      return new NoticeReceiver(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NoticeReceiver at(int port) {
    try {
      return new NoticeReceiver(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Channels for operators, that lead to a port on which nobody listens before a test does. */
  public static Map<String, String> settings() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String base = "http://127.0.0.1:" + free.getLocalPort();
      System.setProperty(PORT, Integer.toString(free.getLocalPort()));
      Map<String, String> settings = new HashMap<>();
      settings.put("kale.notices.private-addresses", "true");
      settings.put("kale.notices.webhook-file", file(base + "/operators\n" + KEY + "\n"));
      settings.put("kale.notices.slack-file", file(base + "/slack/secret\n"));
      settings.put("kale.notices.discord-file", file(base + "/discord/secret\n"));
      settings.put("kale.notices.email-to", "operators@pool.example");
      settings.put("kale.notices.email-from", "pool@pool.example");
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String text) throws IOException {
    Path file = Files.createTempFile("kale-pool-notices", "");
    file.toFile().deleteOnExit();
    Files.writeString(file, text);
    return file.toString();
  }

  /** Without a slash at the end. */
  public String url() {
    return (server instanceof HttpsServer ? "https://localhost:" : "http://127.0.0.1:") + port();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** What is answered from now on. */
  public void answers(int status) {
    this.status = status;
  }

  /** Sends whoever posts elsewhere. */
  public void redirects(String to) {
    location = to;
    status = 307;
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  /** What was posted to this path. */
  public List<Received> received(String path) {
    return received.stream().filter(it -> it.path().equals(path)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      received.add(
          new Received(
              exchange.getRequestURI().toString(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      if (!location.isEmpty()) {
        exchange.getResponseHeaders().set("Location", location);
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
