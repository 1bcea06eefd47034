package org.kalepool.pooler;

import java.util.OptionalDouble;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Cause;

/**
 * What a pooler can be expected to work. A stake that is planted and not worked is lost, so nobody
 * is planted beyond it.
 */
public interface HashingRoom {
  /**
   * How many more pails would be worked in a block.
   *
   * @param pooler whose hashing it is
   * @param running whether the block runs already, so that farmers are mined for in it
   * @param seconds until the block is due
   */
  Room of(UUID pooler, long block, boolean running, double seconds);

  /** Hashes a second of a pooler; empty while they are not known. */
  OptionalDouble rate(UUID pooler);

  /**
   * An answer.
   *
   * @param farmers how many farmers without a hash can still be found one
   * @param stakes how much more the pooler may have at stake; null: as much as there is
   * @param cause why no more are planted
   * @param why what bounds it, for the record
   */
  record Room(long farmers, @Nullable Kale stakes, Cause cause, String why) {
    /** Nothing bounds it, or nothing that this process knows of. */
    public static final Room UNBOUNDED = new Room(Long.MAX_VALUE, "");

    /** What hashing there is bounds it. */
    public Room(long farmers, String why) {
      this(farmers, null, Cause.NOT_HASHING, why);
    }

    public boolean bounded() {
      return farmers < Long.MAX_VALUE;
    }
  }
}
