package org.kalepool.pooler;

import java.util.OptionalDouble;

/** What the hashing of this process can be expected to work; see {@link HashingRoom}. */
public interface OwnHashing {
  /**
   * How many more pails would be worked in a block.
   *
   * @param running whether the block runs already, so that farmers are mined for in it
   * @param seconds until the block is due
   */
  HashingRoom.Room room(boolean running, double seconds);

  /** Hashes a second; empty while nobody has measured them. */
  OptionalDouble rate();
}
