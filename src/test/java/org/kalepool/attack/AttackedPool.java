package org.kalepool.attack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kalepool.testing.ServedPool;

/**
 * The packaged pool as a process: {@code serve} on an embedded database and a fast embedded network
 * in a folder of its own, with the settings it comes with, but for the rate of requests and the
 * time each may take.
 */
final class AttackedPool implements AutoCloseable {
  static final String OPERATOR_KEY = "attacked-pools-operators-0123456789";

  /** Requests a minute that each address may send. */
  static final int RATE = 600;

  /** Shorter than in service, not to wait for it so long. */
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final ServedPool served;
  private final Path data;

  private AttackedPool(ServedPool served, Path data) {
    this.served = served;
    this.data = data;
  }

  /** How {@code ./pool} starts the packaged one in a JVM, with a small heap. */
  static List<String> jvm() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-Xmx256m",
        "-jar",
        "target/quarkus-app/quarkus-run.jar");
  }

  /** The launcher itself, which takes the size of the heap from {@code KALE_HEAP}. */
  static List<String> launcher() {
    return List.of("./pool");
  }

  /** The binary that the native build makes, as failsafe is told. */
  static List<String> binary() {
    return List.of(System.getProperty("native.image.path", "target/no-runner"));
  }

  /**
   * Starts it and waits until it says where it listens.
   *
   * @param command what starts it, {@link #jvm()} or {@link #binary()}
   * @param settings environment variables beside those that every attacked pool has
   */
  static AttackedPool start(
      String name, List<String> command, Path data, Map<String, String> settings)
      throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "attack"));
    Path log = folder.resolve(name + ".log");
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of("serve", "--port", "0", "--data", data.toString()));
    words.addAll(List.of("--speed", Farming.SPEED, "--bots", "2"));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("KALE_OPERATOR_KEY", OPERATOR_KEY);
    builder.environment().put("KALE_HTTP_REQUESTS_PER_MINUTE", Integer.toString(RATE));
    builder.environment().put("KALE_HTTP_REQUEST_TIMEOUT", REQUEST_TIMEOUT.toSeconds() + "s");
    builder.environment().put("KALE_WORK_THREADS", "1");
    builder.environment().putAll(settings);
    return new AttackedPool(ServedPool.start(builder, log, START_LIMIT), data);
  }

  /** Where everybody reaches it. */
  URI url() {
    return URI.create(served.url());
  }

  /** Where its operators watch it. */
  URI management() {
    return URI.create(served.management());
  }

  /** Gives an account money when {@code ?addr=G…&kale=…} is asked for. */
  String friendbot() {
    return served.friendbot();
  }

  /** The folder of its database and keys. */
  Path data() {
    return data;
  }

  Process process() {
    return served.process();
  }

  /** All that it has printed so far. */
  String log() throws IOException {
    return Files.readString(served.log());
  }

  /** The lines of stack traces in its log, and those before which they stand. */
  List<String> traces() throws IOException {
    List<String> lines = log().lines().toList();
    List<String> found = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith("\tat ") && !lines.get(i - 1).startsWith("\tat ")) {
        found.add(lines.get(i - 1));
        found.add(lines.get(i));
      }
    }
    return found;
  }

  @Override
  public void close() {
    served.close();
  }
}
