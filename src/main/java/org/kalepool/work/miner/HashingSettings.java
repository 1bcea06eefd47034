package org.kalepool.work.miner;

/**
 * How much of the machine the hashing may take.
 *
 * @param threads 1 or more
 * @param priority of the threads, {@link Thread#MIN_PRIORITY} to {@link Thread#MAX_PRIORITY}; Linux
 *     heeds it only with {@code -XX:ThreadPriorityPolicy}
 */
public record HashingSettings(int threads, int priority) {
  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public HashingSettings {
    if (threads < 1 || priority < Thread.MIN_PRIORITY || priority > Thread.MAX_PRIORITY) {
      throw new IllegalArgumentException(threads + " threads of priority " + priority);
    }
  }

  /** All cores but those left free for others; at least one thread. */
  public static HashingSettings leavingFree(int cores) {
    int all = Runtime.getRuntime().availableProcessors();
    return new HashingSettings(Math.max(1, all - cores), Thread.NORM_PRIORITY);
  }
}
