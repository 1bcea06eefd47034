package org.kalepool.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A packaged pool as a process that serves on an embedded network, with its output in a file.
 *
 * @param url where everybody reaches it, as it says
 * @param management where its operators watch it, as it says
 * @param friendbot gives money when {@code ?addr=G…} is asked for
 */
public record ServedPool(Process process, Path log, String url, String management, String friendbot)
    implements AutoCloseable {
  private static final String LISTENS = "the pool listens at ";
  private static final String HEALTH = "health and metrics are at ";
  private static final String FRIENDBOT = "friendbot of the embedded network: ";

  /**
   * Starts it and waits until its output says where it listens.
   *
   * @param limit how long that may take
   */
  public static ServedPool start(ProcessBuilder builder, Path log, Duration limit)
      throws IOException {
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await().atMost(limit).until(() -> !process.isAlive() || said(log, FRIENDBOT).isPresent());
      String friendbot =
          said(log, FRIENDBOT)
              .orElseThrow(() -> new IllegalStateException("the pool ended, see " + log));
      return new ServedPool(
          process,
          log,
          said(log, LISTENS).orElseThrow(),
          said(log, HEALTH).orElseThrow(),
          friendbot.substring(0, friendbot.indexOf('?')));
    } catch (RuntimeException e) {
      process.destroy();
      throw e;
    }
  }

  /** What follows these words in a complete line. */
  private static Optional<String> said(Path log, String words) throws IOException {
    String text = Files.readString(log);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith(words))
        .map(line -> line.substring(words.length()))
        .findFirst();
  }

  /** Ends it as a service manager does, and insists that it ends. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the pool did not end within 30 s of SIGTERM");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
