package org.kalepool.attack;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many connections at once, of which the pool may take as many as it likes. */
final class Crowd implements AutoCloseable {
  /** No attack of this suite opens more. */
  static final int LARGEST = 2000;

  private final List<RawConnection> connections = new ArrayList<>();

  /**
   * Connects {@code count} times; a connection that is refused is not there.
   *
   * @param from see {@link RawConnection#open}
   */
  static Crowd open(URI to, int from, int count) throws IOException {
    if (count > LARGEST) {
      throw new IllegalArgumentException("at most " + LARGEST + " connections, not " + count);
    }
    Crowd crowd = new Crowd();
    for (int i = 0; i < count; i++) {
      try {
        crowd.connections.add(RawConnection.open(to, from));
      } catch (IOException e) {
        // Refused: that is what the pool may do.
        continue;
      }
    }
    return crowd;
  }

  /** So many from each of {@code addresses} addresses, the first of which is {@code from}. */
  static Crowd open(URI to, int from, int addresses, int each) throws IOException {
    Crowd crowd = new Crowd();
    for (int address = from; address < from + addresses; address++) {
      crowd.connections.addAll(open(to, address, each).connections);
    }
    return crowd;
  }

  /** Sends the same over each; one that is closed already stays so. */
  Crowd send(String text) {
    for (RawConnection each : connections) {
      try {
        each.send(text);
      } catch (IOException e) {
        // Closed by the pool.
        continue;
      }
    }
    return this;
  }

  /** Has another crowd close these with its own. */
  void moveTo(Crowd other) {
    other.connections.addAll(connections);
    connections.clear();
  }

  long open() {
    return connections.stream().filter(RawConnection::isOpen).count();
  }

  /** Whether at most {@code most} are left open before this time is over. */
  boolean shrinksTo(int most, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (open() > most) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    for (RawConnection each : connections) {
      each.close();
    }
  }
}
