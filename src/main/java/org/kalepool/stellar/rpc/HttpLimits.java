package org.kalepool.stellar.rpc;

import java.time.Duration;

/**
 * What calls to one node may take.
 *
 * @param timeout for one call, from its turn to the last byte of its answer
 * @param maxConcurrent calls at once
 * @param perSecond calls a second, 0 for no limit
 * @param maxBytes of an answer, as it is after unpacking
 */
public record HttpLimits(Duration timeout, int maxConcurrent, int perSecond, int maxBytes) {
  public static HttpLimits of(Duration timeout, int maxConcurrent) {
    return new HttpLimits(timeout, maxConcurrent, 0, 16 << 20);
  }
}
