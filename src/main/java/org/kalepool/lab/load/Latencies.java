package org.kalepool.lab.load;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;

/** Times that answers took. Thread-safe. */
final class Latencies {
  private long[] nanos = new long[1_024];
  private int count;

  synchronized void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = took;
  }

  synchronized int count() {
    return count;
  }

  /**
   * Of those that were added in this range.
   *
   * @param from the number of the first, 0 for all
   * @param to the number after the last
   */
  synchronized Summary summary(int from, int to) {
    long[] sorted = Arrays.copyOfRange(nanos, from, Math.min(to, count));
    Arrays.sort(sorted);
    return new Summary(
        sorted.length,
        percentile(sorted, 0.5),
        percentile(sorted, 0.99),
        sorted.length == 0 ? 0 : sorted[sorted.length - 1] / 1e6);
  }

  /**
   * How long answers took.
   *
   * @param p50 milliseconds, like the other two
   */
  @RegisterForReflection
  record Summary(int requests, double p50, double p99, double max) {}

  /** By the nearest rank. */
  private static double percentile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(rank, 1) - 1] / 1e6;
  }
}
