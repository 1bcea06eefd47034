package org.kalepool.cli.serve;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process that was told to end is gone within five seconds, whatever hangs: what it leaves behind
 * is no worse than after a crash, which the pool is made for.
 */
public final class StopLimit {
  /** The rest of the five is for a machine that is busy with other things. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** What a shell expects of a process that SIGTERM has ended. */
  private static final int TERMINATED = 143;

  private StopLimit() {}

  /** From the beginning of this JVM's shutdown on, the time counts. */
  public static void arm() {
    Runtime.getRuntime().addShutdownHook(new Thread(StopLimit::count, "stop-limit"));
  }

  /** The hook itself must return, or an orderly end would wait for it. */
  private static void count() {
    Thread.ofPlatform()
        .name("stop-limit-halt")
        .daemon()
        .start(
            () -> {
              try {
                TimeUnit.NANOSECONDS.sleep(LIMIT.toNanos());
                System.err.println("pool: something does not end, the process ends all the same");
                Runtime.getRuntime().halt(TERMINATED);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
