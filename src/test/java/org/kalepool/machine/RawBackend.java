package org.kalepool.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A backend below HTTP: it says what a connection looks like from the other end. */
final class RawBackend implements AutoCloseable {
  /** The head of an answer of which a byte comes now and then. */
  static final String TRICKLING = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";

  private final ServerSocket server;
  private final Answer answer;
  final AtomicInteger connections = new AtomicInteger();
  final AtomicLong written = new AtomicLong();

  /** Done when a request has come. */
  final CompletableFuture<String> asked = new CompletableFuture<>();

  /** Done when the caller has ended a connection. */
  final CompletableFuture<Void> left = new CompletableFuture<>();

  /** Writes what it likes. */
  interface Answer {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  RawBackend(Answer answer) {
    this.answer = answer;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (SocketException e) {
      // closed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        asked.complete(head);
        answer.to(
            new OutputStream() {
              @Override
              public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
              }

              @Override
              public void write(byte[] some, int from, int length) throws IOException {
                out.write(some, from, length);
                written.addAndGet(length);
              }
            });
      }
    } catch (IOException e) {
      // the caller has reset it: as good as an end
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      left.complete(null);
    }
  }

  /** Empty at the connection's end. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.toString().endsWith("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends bytes often enough for every time-out that begins anew with each. */
  static void trickle(OutputStream out) throws IOException, InterruptedException {
    say(out, TRICKLING);
    while (true) {
      say(out, " ");
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
