package org.kalepool.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kalepool.testing.ServedPool;

/**
 * The native binary as a process: {@code serve} on an embedded database and network in a folder of
 * its own. Its log is in target/blackbox.log.
 */
public final class PoolBinary implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final ServedPool served;

  private PoolBinary(ServedPool served) {
    this.served = served;
  }

  /**
   * The file that the native build makes, as failsafe is told.
   *
   * @throws IllegalStateException if it is not there
   */
  public static Path file() {
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
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KALE_HTTP_REQUESTS_PER_MINUTE", "0");
    // the test client opens a connection for each request and leaves them open
    builder.environment().put("KALE_HTTP_CONNECTIONS_PER_ADDRESS", "0");
    builder.environment().put("KALE_OPERATOR_KEY", PoolVisitor.OPERATOR_KEY);
    return new PoolBinary(
        ServedPool.start(builder, Path.of("target", "blackbox.log"), START_LIMIT));
  }

  String poolUrl() {
    return served.url();
  }

  String managementUrl() {
    return served.management().substring(0, served.management().lastIndexOf("/q"));
  }

  String friendbotUrl() {
    return served.friendbot();
  }

  @Override
  public void close() {
    served.close();
  }
}
