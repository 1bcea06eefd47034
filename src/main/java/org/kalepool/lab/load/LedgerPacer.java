package org.kalepool.lab.load;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.lab.sandbox.Sandbox;

/** Closes a sandbox's ledgers at a pace that can be changed, and stopped to look at the result. */
final class LedgerPacer implements AutoCloseable {
  private final Sandbox sandbox;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ledgers").factory());
  private @Nullable ScheduledFuture<?> running;

  LedgerPacer(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** From now on a ledger each time this has passed. */
  synchronized void every(Duration pause) {
    stop();
    running =
        thread.scheduleAtFixedRate(
            sandbox::closeLedger, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** No more ledgers; one that is being closed ends first. */
  synchronized void stop() {
    if (running != null) {
      running.cancel(false);
    }
  }

  /**
   * @throws CommandException if a ledger could not be closed, after which there are no more
   */
  synchronized void check() {
    if (running != null && running.state() == ScheduledFuture.State.FAILED) {
      throw new CommandException("a ledger could not be closed: " + running.exceptionNow());
    }
  }

  @Override
  public void close() {
    stop();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new CommandException("a ledger is still being closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
