package org.kalepool.schedule;

/** Runs work off the caller's thread. The only way product code starts anything concurrent. */
public interface Tasks {
  /**
   * Runs the task soon. Tasks of one key never overlap; a submission while one of its key waits is
   * dropped, and while one runs makes it run once more afterwards. An exception is logged and
   * counted, never rethrown: what it left undone is found again by the next sweep.
   *
   * @param key names the work, such as {@code plant} or {@code lane GABC…}
   */
  void submit(String key, Runnable task);
}
