package org.kalepool.schedule;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs each task on a virtual thread of its own, a bounded number at once, so that a burst of lanes
 * cannot starve the database's connection pool.
 */
final class VirtualTasks implements Tasks {
  private static final Logger LOG = Logger.getLogger(VirtualTasks.class);

  private enum State {
    RUNNING,
    RUN_AGAIN
  }

  private final ConcurrentMap<String, State> running = new ConcurrentHashMap<>();
  private final Semaphore permits;
  private final TaskRunner runner;
  private final TaskWatch watch;
  private volatile boolean closed;

  VirtualTasks(int maxConcurrent, TaskRunner runner, TaskWatch watch) {
    this.permits = new Semaphore(maxConcurrent, true);
    this.runner = runner;
    this.watch = watch;
  }

  @Override
  public void submit(String key, Runnable task) {
    submitEverywhere(key, runner.farming(task));
  }

  @Override
  public void submitEverywhere(String key, Runnable task) {
    if (closed) {
      return;
    }
    State now = running.compute(key, (k, state) -> state == null ? State.RUNNING : State.RUN_AGAIN);
    if (now == State.RUNNING) {
      Thread.ofVirtual().name(key).start(() -> loop(key, task));
    }
  }

  /**
   * Stops taking tasks and waits for those running, so that none meets a closed database.
   *
   * @param patience for each of the two: to end by itself, and to end when interrupted
   */
  void close(Duration patience) {
    closed = true;
    if (!idle(patience)) {
      watch.endAll();
      if (!idle(patience)) {
        LOG.warnf("tasks do not end: %s", running.keySet());
      }
    }
  }

  private boolean idle(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!running.isEmpty() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return running.isEmpty();
  }

  private void loop(String key, Runnable task) {
    boolean ended = false;
    try {
      boolean again = true;
      while (again) {
        runOnce(key, task);
        // RUN_AGAIN becomes RUNNING for one more round, RUNNING ends.
        again =
            running.computeIfPresent(key, (k, s) -> s == State.RUN_AGAIN ? State.RUNNING : null)
                != null;
        ended = !again;
      }
    } finally {
      // An Error must not leave the key taken for ever.
      if (!ended) {
        running.remove(key);
      }
    }
  }

  private void runOnce(String key, Runnable task) {
    permits.acquireUninterruptibly();
    try {
      if (!closed) {
        try (TaskWatch.Run run = watch.began(key)) {
          runner.run(key, task);
        }
      }
    } finally {
      permits.release();
    }
  }
}
