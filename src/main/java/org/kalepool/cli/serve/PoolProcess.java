package org.kalepool.cli.serve;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.DatabaseSettings;
import org.kalepool.cli.settings.Settings;
import org.kalepool.settings.WrongSetting;

/** The pool's service running beside the command that started it. */
public final class PoolProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** Where health and metrics are. */
  static final String MANAGEMENT = "quarkus.management.port";

  /** What it tells at INFO comes out where the start ends before the log has its own settings. */
  private static final Logger HIBERNATE = Logger.getLogger("org.hibernate");

  private final int port;
  private final int management;
  private final CompletableFuture<Integer> end;

  private PoolProcess(int port, int management, CompletableFuture<Integer> end) {
    this.port = port;
    this.management = management;
    this.end = end;
  }

  /**
   * Starts the service and waits until it answers. Health and metrics get any free port unless
   * {@code quarkus.management.port} is among the settings.
   *
   * @param settings become system properties, so they win over the environment
   * @param port 0 for any free one
   * @throws CommandException if it does not start
   */
  public static PoolProcess start(Map<String, String> settings, int port) {
    int used = used(port);
    int management = used(Integer.parseInt(settings.getOrDefault(MANAGEMENT, "0")));
    HIBERNATE.setLevel(Level.WARNING);
    settings.forEach(System::setProperty);
    System.setProperty("quarkus.http.port", Integer.toString(used));
    System.setProperty(MANAGEMENT, Integer.toString(management));
    CompletableFuture<Integer> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("pool")
        .start(() -> Quarkus.run(null, (code, failure) -> finish(end, code, failure)));
    PoolProcess pool = new PoolProcess(used, management, end);
    pool.awaitStart();
    DatabaseSettings.forgetPasswords();
    return pool;
  }

  /** Where it listens, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Where health and metrics are, without a slash at the end. */
  String managementUrl() {
    return "http://127.0.0.1:" + management;
  }

  /** Waits until the service ends by itself or by a signal, and gives its exit code. */
  int await() {
    return end.join();
  }

  @Override
  public void close() {
    if (!end.isDone()) {
      Quarkus.asyncExit(0);
      end.orTimeout(30, TimeUnit.SECONDS).join();
    }
  }

  private static void finish(
      CompletableFuture<Integer> end, int code, @Nullable Throwable failure) {
    if (failure != null) {
      end.completeExceptionally(failure);
    } else {
      end.complete(code);
    }
  }

  /** The port opens when everything behind it has started. */
  private void awaitStart() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        if (end.isDone()) {
          throw new CommandException("the pool did not start: " + reason());
        }
        try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
          return;
        } catch (IOException e) {
          // Not listening yet.
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CommandException("the pool did not answer within " + START_LIMIT.toSeconds() + " s");
  }

  private String reason() {
    if (!end.isCompletedExceptionally()) {
      return "it ended with code " + end.join();
    }
    Throwable failure = end.exceptionNow();
    return WrongSetting.of(failure, Settings.ofThisProcess()::told)
        .orElseGet(() -> String.valueOf(root(failure).getMessage()));
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static int used(int port) {
    return port == 0 ? freePort() : port;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CommandException("no free TCP port: " + e.getMessage());
    }
  }
}
