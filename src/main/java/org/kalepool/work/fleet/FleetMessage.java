package org.kalepool.work.fleet;

import java.util.List;
import java.util.regex.Pattern;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.work.miner.Assignment;

/** What hashers and pooler say to each other; {@link FleetCodec} writes and reads it. */
public sealed interface FleetMessage {
  /** Ranges that a hasher may hold, the most. */
  int MOST_LEASES = 64;

  /** A hasher's name. */
  Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,32}");

  /**
   * Which hasher speaks.
   *
   * @param instance drawn by each process for itself, so that two of one name are told apart
   * @param name by which its operator knows it: 1 to 32 letters, digits, dots, dashes, underscores
   */
  record Who(long instance, String name) {
    /**
     * @throws IllegalArgumentException if the name is none
     */
    public Who {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("a hasher's name has 1 to 32 of A-Z a-z 0-9 . _ -");
      }
    }
  }

  /**
   * A hasher asks for work, about once in half a second, and tells how it does.
   *
   * @param kernel with which it hashes, by the same rule as a name
   * @param threads and devices, 0 or more
   * @param hashes since its start
   * @param wanted hashes that it wants to be given work for, 0 for none
   * @param held ids of the leases that it still works off; all others of its are over
   */
  record LeaseRequest(
      Who who, String kernel, int threads, long hashes, long wanted, List<Long> held)
      implements FleetMessage {
    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public LeaseRequest {
      held = List.copyOf(held);
      if (!NAME.matcher(kernel).matches()
          || threads < 0
          || threads > 0xffff
          || hashes < 0
          || wanted < 0
          || held.size() > 2 * MOST_LEASES) {
        throw new IllegalArgumentException("a number or the kernel's name is out of range");
      }
    }
  }

  /**
   * Nonces of one farmer that nobody else has been or will be given.
   *
   * @param id of this range
   * @param first nonce, unsigned 64-bit
   * @param count 1 to 2^30; the low half of the nonces does not overflow on the way
   * @param zeros how many are worth telling of; the first hash with so many ends the lease
   */
  record Lease(long id, Address farmer, long first, int count, int zeros) {
    /**
     * @throws IllegalArgumentException if this is no range as an {@link Assignment} has it
     */
    public Lease {
      if (count < 1 || count > 1 << 30 || zeros < 0 || zeros > 64) {
        throw new IllegalArgumentException("count or zeros out of range");
      }
      if ((first >>> 32) != ((first + count - 1) >>> 32)) {
        throw new IllegalArgumentException("nonces cross 2^32");
      }
    }
  }

  /**
   * Work for a hasher.
   *
   * @param block its index, unsigned 32-bit
   * @param entropy the block's
   * @param validMillis for how long after it asked the hasher may work on them
   */
  record Leases(long block, Hash entropy, int validMillis, List<Lease> leases)
      implements FleetMessage {
    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public Leases {
      leases = List.copyOf(leases);
      if (block >>> 32 != 0 || validMillis < 0 || leases.size() > MOST_LEASES) {
        throw new IllegalArgumentException("block, validity or number of leases out of range");
      }
    }
  }

  /**
   * There is nothing to hash.
   *
   * @param againMillis when to ask again, unless there is news before
   */
  record Nothing(int againMillis) implements FleetMessage {
    /**
     * @throws IllegalArgumentException if the time is negative
     */
    public Nothing {
      if (againMillis < 0) {
        throw new IllegalArgumentException("a negative time");
      }
    }
  }

  /**
   * The pooler does not take part with this hasher. Its form is the same in all versions.
   *
   * @param why one sentence, printable ASCII, at most 255 characters
   */
  record Refused(String why) implements FleetMessage {
    /**
     * @throws IllegalArgumentException if the sentence has other characters or too many
     */
    public Refused {
      if (why.length() > 255 || !why.chars().allMatch(c -> c >= ' ' && c <= '~')) {
        throw new IllegalArgumentException("a reason has at most 255 printable characters");
      }
    }
  }

  /**
   * A hasher has found something.
   *
   * @param block its index, unsigned 32-bit
   * @param nonce unsigned 64-bit
   * @param zeros that its hash has
   */
  record Hit(Who who, long block, Address farmer, long nonce, int zeros) implements FleetMessage {
    /**
     * @throws IllegalArgumentException if a number is out of range
     */
    public Hit {
      if (block >>> 32 != 0 || zeros < 0 || zeros > 64) {
        throw new IllegalArgumentException("block or zeros out of range");
      }
    }
  }

  /** What became of a hit. */
  enum Fate {
    /** It is in the pooler's database, or two that are better are. */
    STORED,
    /** Its block is over: it is of no use to anybody. */
    OVER,
    /** Its hash does not have those zeros. */
    WRONG,
    /** It could not be taken now: tell it again in a while. */
    LATER
  }

  /** The answer to a hit. */
  record Verdict(Fate fate) implements FleetMessage {}

  /**
   * The pooler tells all hashers that it is worth asking again; nothing is lost with one that is
   * missed.
   *
   * @param block leases of any block before this one are over, unsigned 32-bit
   * @param drop all leases are over
   */
  record News(long block, boolean drop) implements FleetMessage {
    /**
     * @throws IllegalArgumentException if the block has more than 32 bits
     */
    public News {
      if (block >>> 32 != 0) {
        throw new IllegalArgumentException("block out of range");
      }
    }
  }
}
