package org.kalepool.cli.serve;

import java.util.concurrent.CountDownLatch;

/** A process whose orderly end never comes; for {@link StopLimitTest}. */
final class HangingEnd {
  private HangingEnd() {}

  public static void main(String... args) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    StopLimit.arm();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
    System.out.println("runs");
    never.await();
  }
}
