package org.kalepool.stellar;

import java.time.Duration;

/**
 * What calls to one node may take.
 *
 * @param timeout for one call, from its turn to the last byte of its answer
 * @param maxConcurrent calls at once
 * @param perSecond calls a second, 0 for no limit
 * @param maxBytes of an answer, as it is after unpacking
 */
record HttpLimits(Duration timeout, int maxConcurrent, int perSecond, int maxBytes) {
  private static final int FEWEST_BYTES = 1 << 16;

  HttpLimits {
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("kale.rpc.timeout must be at least 1 ms");
    }
    if (maxConcurrent < 1) {
      throw new IllegalArgumentException("kale.rpc.max-concurrent must be at least 1");
    }
    if (maxBytes < FEWEST_BYTES) {
      throw new IllegalArgumentException(
          "kale.rpc.max-answer-bytes must be at least " + FEWEST_BYTES);
    }
  }

  static HttpLimits of(Duration timeout, int maxConcurrent) {
    return new HttpLimits(timeout, maxConcurrent, 0, 16 << 20);
  }
}
