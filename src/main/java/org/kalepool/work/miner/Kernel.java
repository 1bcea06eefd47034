package org.kalepool.work.miner;

/**
 * Searches a range of nonces of one (block, farmer) for hashes with leading zeros. Implementations
 * keep no state and may be called by any number of threads.
 */
public interface Kernel {

  /** What {@code pool bench} and the settings call it, such as {@code vector512}. */
  String name();

  /**
   * Whether it computes on a device beside the CPU. Such a kernel is given up when it fails, and
   * large batches suit it best.
   */
  default boolean onDevice() {
    return false;
  }

  /**
   * The first nonce of a range whose hash fits the mask.
   *
   * @param constants from {@link Midstate#of}, for the high half of these nonces; only read
   * @param startLow low half of the first nonce, unsigned 32-bit; a multiple of 8 is fastest
   * @param count how many nonces, 0 to 2^30; the range may not cross the end of the low half
   * @param mask bits of the hash's first eight bytes, read little-endian, that must be zero: see
   *     {@link ZeroMask}
   * @return how far past the start the nonce lies, or -1 if none fits
   */
  int scan(long[] constants, int startLow, int count, long mask);
}
