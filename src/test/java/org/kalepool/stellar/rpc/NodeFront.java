package org.kalepool.stellar.rpc;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A node over HTTP that does, request by request, exactly what it is told to: also what no HTTP
 * server's library would do.
 */
final class NodeFront implements AutoCloseable {
  /** What it does with a request; the connection stays open if it returns true. */
  interface Deed {
    boolean on(Request request, OutputStream out) throws IOException;
  }

  /**
   * @param head request line and headers, as they came
   */
  record Request(String head, String body) {}

  /** Requests in the order they came. */
  final List<Request> seen = new CopyOnWriteArrayList<>();

  private final Queue<Deed> deeds = new ConcurrentLinkedQueue<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  NodeFront() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  NodeFront then(Deed deed) {
    deeds.add(deed);
    return this;
  }

  /** Answers, and keeps the connection. */
  NodeFront answer(String status, String headers, byte[] body) {
    return then(
        (request, out) -> {
          out.write(head(status, headers + "Content-Length: " + body.length + "\r\n"));
          out.write(body);
          out.flush();
          return true;
        });
  }

  NodeFront answer(String status, String headers, String body) {
    return answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  NodeFront result(String json) {
    return answer("200 OK", "", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + json + "}");
  }

  /** Closes the connection without a byte. */
  NodeFront hangUp() {
    return then((request, out) -> false);
  }

  /** Sends this and nothing more, and keeps the connection. */
  NodeFront stallAfter(String beginning) {
    return then(
        (request, out) -> {
          out.write(beginning.getBytes(StandardCharsets.UTF_8));
          out.flush();
          return true;
        });
  }

  static byte[] head(String status, String headers) {
    return ("HTTP/1.1 " + status + "\r\n" + headers + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (Request request = read(in); request != null; request = read(in)) {
        seen.add(request);
        Deed deed = deeds.poll();
        if (deed == null || !deed.on(request, socket.getOutputStream())) {
          return;
        }
      }
    } catch (IOException e) {
      // the client has gone
      open.remove(socket);
    }
  }

  private static @Nullable Request read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.UTF_8);
    int length =
        text.lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
            .findFirst()
            .orElse(0);
    return new Request(text, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
