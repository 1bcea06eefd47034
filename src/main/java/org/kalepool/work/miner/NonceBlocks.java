package org.kalepool.work.miner;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Deals out disjoint blocks of nonces to any number of threads. All have the same size and start at
 * a multiple of it, so none crosses a border of 2^32.
 */
public final class NonceBlocks {
  /**
   * About 30 ms of a fast kernel: rarely asked for, and little is lost with one that is dropped.
   */
  public static final int DEFAULT_SIZE = 1 << 20;

  private final AtomicLong next;
  private final int size;

  /**
   * @param start where to begin, unsigned; rounded down to a multiple of the size
   * @param size nonces a block, a power of two from 8 to 2^30
   */
  public NonceBlocks(long start, int size) {
    if (size < 8 || size > 1 << 30 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("a power of two from 8 to 2^30, not " + size);
    }
    this.next = new AtomicLong(start & -(long) size);
    this.size = size;
  }

  /** The first nonce of a block that nobody else gets; wraps around after 2^64 nonces. */
  public long next() {
    return next.getAndAdd(size);
  }

  /**
   * A longer block, which starts at a multiple of its own size; leaves out what is before that.
   *
   * @param nonces a power of two, at least {@link #size} and at most 2^30
   */
  public long next(int nonces) {
    if (nonces < size || nonces > 1 << 30 || Integer.bitCount(nonces) != 1) {
      throw new IllegalArgumentException("a power of two from " + size + " to 2^30, not " + nonces);
    }
    long before = next.getAndUpdate(at -> aligned(at, nonces) + nonces);
    return aligned(before, nonces);
  }

  private static long aligned(long at, int nonces) {
    return (at + nonces - 1) & -(long) nonces;
  }

  /** Nonces a block. */
  public int size() {
    return size;
  }
}
