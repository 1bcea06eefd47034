package org.kalepool.machine;

import java.util.function.Consumer;

/** What the backend tells without being asked. It only says where to look; what is so is asked. */
public interface BackendEvents extends AutoCloseable {
  /** What has happened. */
  enum Event {
    /** The stream has begun: what came before was not heard. */
    LISTENING,
    /** A block has opened. */
    BLOCK,
    /** One of the pooler's farmers is planted. */
    PLANTED,
    /** Operators have set something of the pooler. */
    SETTINGS
  }

  /**
   * Listens until the stream ends.
   *
   * @throws BackendAwayException if there is none, or nothing is heard any more
   * @throws BackendRefusalException if the backend refuses
   */
  void listen(Consumer<Event> heard);

  @Override
  void close();
}
