package org.kalepool.work.miner;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hashing threads: a fixed number, each with its own blocks of nonces. Between batches of about
 * 2 ms a thread looks whether it has to stop, to pause or to ask for something better to do;
 * nothing else is shared, and nothing is waited for but work.
 */
public final class HashingPool implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HashingPool.class.getName());

  /** What a device's driver may take to return from a batch when the pool ends. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Kernel kernel;
  private final Pace pace;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private final List<Worker> workers = new ArrayList<>();
  private volatile boolean paused;
  private volatile boolean closed;
  private volatile @Nullable String failure;

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
    this(kernel, Pace.CPU, nanoTime);
    for (int i = 0; i < settings.threads(); i++) {
      Search search = new Search(kernel, assignments, hits, i);
      workers.add(new Worker(Integer.toString(i), search, settings.priority()));
    }
    workers.forEach(worker -> worker.thread.start());
  }

  private HashingPool(Kernel kernel, Pace pace, LongSupplier nanoTime) {
    this.kernel = kernel;
    this.pace = pace;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /**
   * One thread that feeds one device.
   *
   * @param number of the device, from 0
   * @param pace of its batches
   */
  static HashingPool ofDevice(
      Kernel kernel,
      int number,
      Pace pace,
      Assignments assignments,
      Hits hits,
      LongSupplier nanoTime) {
    HashingPool pool = new HashingPool(kernel, pace, nanoTime);
    Search search = new Search(kernel, assignments, hits, -1 - number);
    // It has little to do, but at once: every µs that it waits for a core the device does, too.
    Worker worker = pool.new Worker(kernel.name(), search, Thread.MAX_PRIORITY);
    pool.workers.add(worker);
    worker.thread.start();
    return pool;
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

  /**
   * Ends the threads, and waits until the batches they are at are done; two seconds at most for a
   * device, whose driver may be at something that never ends.
   */
  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    for (Worker worker : workers) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (worker.thread.isAlive() && (!kernel.onDevice() || System.nanoTime() - end < 0)) {
        try {
          worker.thread.join(Duration.ofMillis(100));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells the threads to end, and does not wait for it. */
  private void stop() {
    closed = true;
    wake();
  }

  /** Whether no thread is at a batch any more. */
  boolean ended() {
    return workers.stream().noneMatch(worker -> worker.thread.isAlive());
  }

  /** Why the device was given up; empty while it hashes. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
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
    private int batch = pace.first();

    @SuppressWarnings("ThreadPriorityCheck") // whatever else the machine does goes first
    Worker(String name, Search search, int priority) {
      this.search = search;
      this.thread = Thread.ofPlatform().name("hashing-" + name).daemon().unstarted(this);
      thread.setPriority(priority);
    }

    @Override
    public void run() {
      while (!closed && failure == null) {
        if (paused) {
          search.abandon();
          LockSupport.park(HashingPool.this);
        } else if (!hash() && failure == null) {
          LockSupport.park(HashingPool.this);
        }
      }
      search.leave();
    }

    /** Whether there was anything to do. */
    private boolean hash() {
      long before = nanoTime.getAsLong();
      int hashes;
      try {
        hashes = search.step(batch);
      } catch (DeviceFailure e) {
        failure = String.valueOf(e.getMessage());
        LOG.log(Level.ERROR, "Hashing without {0}, which is given up: {1}", kernel.name(), failure);
        return false;
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
      // A slow kernel gets shorter batches, so that all give way to a new block soon.
      if (hashes == batch) {
        batch = pace.next(batch, after - before);
      } else if (after - before > pace.longest()) {
        batch = pace.slower(batch);
      }
    }
  }
}
