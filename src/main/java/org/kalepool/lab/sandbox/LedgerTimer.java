package org.kalepool.lab.sandbox;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes ledgers by the wall's clock. */
final class LedgerTimer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LedgerTimer.class.getName());

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sandbox-ledgers").factory());

  LedgerTimer(Runnable close, SandboxConfig config) {
    long nanos = (long) (config.ledgerSeconds() / config.speed() * 1e9);
    var _ = thread.scheduleAtFixedRate(() -> attempt(close), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** An exception would stop the timer for good, and with it the network. */
  private static void attempt(Runnable close) {
    try {
      close.run();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a ledger could not be closed", e);
    }
  }

  /** Lets a ledger that is being closed end: interrupted, its record would be torn. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "a ledger is still being closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
