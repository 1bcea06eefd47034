package org.kalepool.lab.simulation;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Ends the process when a simulation closes no ledger any more, and says where it hangs. */
final class StandstillWatch implements AutoCloseable {
  private final Thread thread;

  private StandstillWatch(Thread thread) {
    this.thread = thread;
  }

  /**
   * Watches the calling thread.
   *
   * @param ledgers how many have closed
   * @param longest wall-clock time that one may take
   */
  static StandstillWatch start(long seed, LongSupplier ledgers, Duration longest, PrintWriter out) {
    Thread watched = Thread.currentThread();
    Thread watch =
        Thread.ofPlatform()
            .daemon()
            .name("standstill")
            .start(() -> watch(seed, ledgers, longest, watched, out));
    return new StandstillWatch(watch);
  }

  private static void watch(
      long seed, LongSupplier ledgers, Duration longest, Thread watched, PrintWriter out) {
    long seen = ledgers.getAsLong();
    try {
      while (true) {
        Thread.sleep(longest);
        long now = ledgers.getAsLong();
        if (now == seen) {
          out.println(
              "seed %d: BROKEN; no ledger has closed for %d s after ledger %d of the run"
                  .formatted(seed, longest.toSeconds(), now));
          for (StackTraceElement frame : watched.getStackTrace()) {
            out.println("  at " + frame);
          }
          out.flush();
          Runtime.getRuntime().halt(1);
        }
        seen = now;
      }
    } catch (InterruptedException e) {
      // the run is over
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
