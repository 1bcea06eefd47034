package org.kalepool.machine;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of all calls to backends: one for all machines of the process, made for the first
 * and closed after the last. A machine has no container, whose it could share.
 */
final class SharedVertx {
  private static final Logger LOG = Logger.getLogger(SharedVertx.class);
  private static final long CLOSING_SECONDS = 5;
  private static final ReentrantLock LOCK = new ReentrantLock();

  // both guarded by the lock
  private static @Nullable Vertx vertx;
  private static int users;

  private SharedVertx() {}

  /** Whoever takes it gives it back. */
  static Vertx take() {
    LOCK.lock();
    try {
      if (vertx == null) {
        vertx = made();
      }
      users++;
      return vertx;
    } finally {
      LOCK.unlock();
    }
  }

  static void give() {
    LOCK.lock();
    try {
      Vertx last = vertx;
      if (--users == 0 && last != null) {
        vertx = null;
        close(last);
      }
    } finally {
      LOCK.unlock();
    }
  }

  private static Vertx made() {
    // names are looked up as the rest of the process does it
    if (System.getProperty("vertx.disableDnsResolver") == null) {
      System.setProperty("vertx.disableDnsResolver", "true");
    }
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setUseDaemonThread(true)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  private static void close(Vertx last) {
    try {
      last.close().toCompletionStage().toCompletableFuture().get(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warnf("the event loop of the backend's calls does not end: %s", e.toString());
    }
  }
}
