package org.kalepool.work.miner;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * The hashing threads: a fixed number, each with its own blocks of nonces. Between batches of about
 * 2 ms a thread looks whether it has to stop, to pause or to ask for something better to do;
 * nothing else is shared, and nothing is waited for but work.
 */
public final class HashingPool implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HashingPool.class.getName());
  private static final long SHORT_BATCH = 1_000_000;
  private static final long LONG_BATCH = 2_500_000;
  private static final int SMALLEST_BATCH = 1 << 10;
  private static final int FIRST_BATCH = 1 << 13;
  private static final int LARGEST_BATCH = 1 << 17;

  private final Kernel kernel;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final List<Worker> workers = new ArrayList<>();
  private volatile boolean paused;
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param nanoTime such as {@link System#nanoTime}; for measuring only
   */
  public HashingPool(
      Kernel kernel,
      HashingSettings settings,
      Assignments assignments,
      Hits hits,
      LongSupplier nanoTime) {
    this.kernel = kernel;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    for (int i = 0; i < settings.threads(); i++) {
      workers.add(new Worker(i, new Search(kernel, assignments, hits, i), settings.priority()));
    }
    workers.forEach(worker -> worker.thread.start());
  }

  /**
   * To be called when there may be something to do again, or {@link Assignments#version} changed.
   */
  public void wake() {
    workers.forEach(worker -> LockSupport.unpark(worker.thread));
  }

  /** Lets the threads rest from their next batch on, 2 ms from now; what they had is abandoned. */
  public void pause() {
    paused = true;
  }

  /** Ends a pause. */
  public void resume() {
    paused = false;
    wake();
  }

  public boolean paused() {
    return paused;
  }

  /** Ends the threads, and waits until the batches they are at are done. */
  @Override
  public void close() {
    closed = true;
    wake();
    boolean interrupted = false;
    for (Worker worker : workers) {
      while (worker.thread.isAlive()) {
        try {
          worker.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The name of the kernel. */
  public String kernel() {
    return kernel.name();
  }

  public int threads() {
    return workers.size();
  }

  /** Hashes since the start. */
  public long hashes() {
    return workers.stream().mapToLong(worker -> worker.meter.total()).sum();
  }

  /**
   * Hashes a second of all threads together.
   *
   * @param window from five seconds to an hour; shorter while the pool is younger
   */
  public double rate(Duration window) {
    long now = nanoTime.getAsLong() - startNanos;
    long hashes = workers.stream().mapToLong(worker -> worker.meter.hashes(now, window)).sum();
    return hashes * 1e9 / HashMeter.span(withinLife(window, now));
  }

  /** Share of the threads' time spent hashing in the window, 0 to 1; the rest they were idle. */
  public double busyShare(Duration window) {
    long now = nanoTime.getAsLong() - startNanos;
    long busy = workers.stream().mapToLong(worker -> worker.meter.busyNanos(now, window)).sum();
    double time = (double) HashMeter.span(withinLife(window, now)) * workers.size();
    return Math.min(1, busy / time);
  }

  private static Duration withinLife(Duration window, long age) {
    return window.toNanos() <= age ? window : Duration.ofNanos(age);
  }

  /** One thread. */
  private final class Worker implements Runnable {
    private final Search search;
    private final HashMeter meter = new HashMeter();
    private final Thread thread;
    private int batch = FIRST_BATCH;

    Worker(int number, Search search, int priority) {
      this.search = search;
      this.thread = Thread.ofPlatform().name("hashing-" + number).daemon().unstarted(this);
      thread.setPriority(priority);
    }

    @Override
    public void run() {
      while (!closed) {
        if (paused) {
          search.abandon();
          LockSupport.park(HashingPool.this);
        } else if (!hash()) {
          LockSupport.park(HashingPool.this);
        }
      }
    }

    /** Whether there was anything to do. */
    private boolean hash() {
      long before = nanoTime.getAsLong();
      int hashes;
      try {
        hashes = search.step(batch);
      } catch (RuntimeException e) {
        // A thread that died would be missed until the next start; so it rests until it is woken.
        LOG.log(Level.ERROR, "Hashing stops until there is new work", e);
        search.abandon();
        return false;
      }
      if (hashes > 0) {
        count(hashes, before);
      }
      return hashes > 0;
    }

    private void count(int hashes, long before) {
      long after = nanoTime.getAsLong();
      meter.add(after - startNanos, hashes, after - before);
      // A slow kernel gets shorter batches, so that all give way to a new block within 5 ms.
      if (after - before > LONG_BATCH) {
        batch = Math.max(batch / 2, SMALLEST_BATCH);
      } else if (hashes == batch && after - before < SHORT_BATCH) {
        batch = Math.min(2 * batch, LARGEST_BATCH);
      }
    }
  }
}
