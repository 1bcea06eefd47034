package org.kalepool.blackbox;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The native binary as a process: {@code serve} on an embedded database and network in a folder of
 * its own. Its log is in target/blackbox.log.
 */
final class PoolBinary implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String LISTENS = "the pool listens at ";
  private static final String HEALTH = "health and metrics are at ";
  private static final String FRIENDBOT = "friendbot of the embedded network: ";

  private final Process process;
  private final String poolUrl;
  private final String managementUrl;
  private final String friendbotUrl;

  private PoolBinary(Process process, String poolUrl, String managementUrl, String friendbotUrl) {
    this.process = process;
    this.poolUrl = poolUrl;
    this.managementUrl = managementUrl;
    this.friendbotUrl = friendbotUrl;
  }

  /**
   * The file that the native build makes, as failsafe is told.
   *
   * @throws IllegalStateException if it is not there
   */
  static Path file() {
    Path file = Path.of(System.getProperty("native.image.path", "target/no-runner"));
    if (!Files.isExecutable(file)) {
      throw new IllegalStateException(
          "there is no native binary " + file + "; ./mvnw verify -Dnative makes it");
    }
    return file;
  }

  /** Starts it and waits until its output says where it listens. */
  static PoolBinary serve(Path data) throws IOException {
    List<String> command = new ArrayList<>(List.of(file().toString(), "serve", "--port", "0"));
    command.addAll(List.of("--data", data.toString(), "--speed", "60", "--bots", "3"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KALE_HTTP_REQUESTS_PER_MINUTE", "0");
    // the test client opens a connection for each request and leaves them open
    builder.environment().put("KALE_HTTP_CONNECTIONS_PER_ADDRESS", "0");
    builder.environment().put("KALE_OPERATOR_KEY", PoolVisitor.OPERATOR_KEY);
    Path log = Path.of("target", "blackbox.log");
    builder.redirectOutput(log.toFile());
    Process process = builder.start();
    await().atMost(START_LIMIT).until(() -> !process.isAlive() || said(log, FRIENDBOT).isPresent());
    String friendbot =
        said(log, FRIENDBOT)
            .orElseThrow(() -> new IllegalStateException("the binary ended, see " + log));
    String pool = said(log, LISTENS).orElseThrow();
    String management = said(log, HEALTH).orElseThrow();
    return new PoolBinary(
        process,
        pool,
        management.substring(0, management.lastIndexOf("/q")),
        friendbot.substring(0, friendbot.indexOf('?')));
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

  String poolUrl() {
    return poolUrl;
  }

  String managementUrl() {
    return managementUrl;
  }

  String friendbotUrl() {
    return friendbotUrl;
  }

  /** Ends it as a service manager does, and insists that it ends. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the binary did not end within 30 s of SIGTERM");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
