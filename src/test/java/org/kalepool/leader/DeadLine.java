package org.kalepool.leader;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A line to a server that can go dead: nothing passes any more, and nobody is told. */
final class DeadLine implements AutoCloseable {
  private final ServerSocket front;
  private final int server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean dead;

  /**
   * @param server a port on this machine
   */
  DeadLine(int server) {
    this.server = server;
    try {
      front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return front.getLocalPort();
  }

  void cut() {
    dead = true;
  }

  private void accept() {
    while (!front.isClosed()) {
      try {
        Socket client = front.accept();
        Socket end = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.add(client);
        sockets.add(end);
        InputStream asked = client.getInputStream();
        OutputStream told = end.getOutputStream();
        Thread.ofVirtual().start(() -> pass(asked, told));
        InputStream answered = end.getInputStream();
        OutputStream heard = client.getOutputStream();
        Thread.ofVirtual().start(() -> pass(answered, heard));
      } catch (IOException e) {
        // the test is over
        return;
      }
    }
  }

  /** What comes over a dead line is taken, and goes nowhere. */
  private void pass(InputStream from, OutputStream to) {
    byte[] part = new byte[8_192];
    try {
      for (int length = from.read(part); length >= 0; length = from.read(part)) {
        if (!dead) {
          to.write(part, 0, length);
          to.flush();
        }
      }
      if (!dead) {
        to.close();
      }
    } catch (IOException e) {
      // either side has gone
      return;
    }
  }

  @Override
  public void close() throws IOException {
    front.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
