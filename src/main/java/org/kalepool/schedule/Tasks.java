package org.kalepool.schedule;

/** Runs work off the caller's thread. The only way product code starts anything concurrent. */
public interface Tasks {
  /**
   * Runs the task soon, on the process that farms; on any other it is dropped, because whoever
   * farms finds the work in the database. Tasks of one key never overlap; a submission while one of
   * its key waits is dropped, and while one runs makes it run once more afterwards. An exception is
   * logged and counted, never rethrown: what it left undone is found again by the next sweep.
   *
   * @param key names the work, such as {@code plant} or {@code lane GABC…}
   */
  void submit(String key, Runnable task);

  /** The same for what every process does, whether or not it is the one that farms. */
  void submitEverywhere(String key, Runnable task);
}
