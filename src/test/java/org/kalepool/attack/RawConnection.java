package org.kalepool.attack;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A TCP connection to the pool over which anything at all can be sent. Loopback only. */
final class RawConnection implements AutoCloseable {
  private static final int LONGEST_ANSWER = 1 << 20;

  private final SocketChannel channel;

  private RawConnection(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects.
   *
   * @param to the pool's address, of which host and port are taken
   * @param from last number of the caller's own address, 127.0.0.{@code from}: attackers and honest
   *     callers have different ones
   */
  static RawConnection open(URI to, int from) throws IOException {
    InetAddress host = InetAddress.getByName(to.getHost());
    if (!host.isLoopbackAddress()) {
      throw new IllegalArgumentException("attacks go to loopback addresses only, not to " + to);
    }
    SocketChannel channel = SocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(address(from), 0));
      channel.connect(new InetSocketAddress(host, to.getPort()));
      return new RawConnection(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static InetAddress address(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }

  /** Sends these characters as they are, one byte each. */
  RawConnection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawConnection send(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    return this;
  }

  /** What the pool says until it closes the connection, or as much as it says in this time. */
  String answer(Duration patience) throws IOException {
    StringBuilder text = new StringBuilder();
    long deadline = System.nanoTime() + patience.toNanos();
    byte[] some = new byte[8192];
    InputStream in = channel.socket().getInputStream();
    while (text.length() < LONGEST_ANSWER) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      channel.socket().setSoTimeout((int) left);
      try {
        int count = in.read(some);
        if (count < 0) {
          break;
        }
        text.append(new String(some, 0, count, StandardCharsets.ISO_8859_1));
      } catch (SocketTimeoutException e) {
        break;
      } catch (IOException e) {
        // A reset is a way to close it, too.
        break;
      }
    }
    return text.toString();
  }

  /** The number in the first line of an answer; 0 if there is none. */
  static int status(String answer) {
    return answer.matches("(?s)HTTP/1\\.[01] [0-9]{3}.*")
        ? Integer.parseInt(answer.substring(9, 12))
        : 0;
  }

  /** Whether the pool has left it open; what it has said meanwhile is passed over. */
  boolean isOpen() {
    try {
      channel.configureBlocking(false);
      ByteBuffer some = ByteBuffer.allocate(8192);
      int count = channel.read(some);
      while (count > 0) {
        some.clear();
        count = channel.read(some);
      }
      channel.configureBlocking(true);
      return count == 0;
    } catch (IOException e) {
      // Reset.
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
