package org.kalepool.lab.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A nats-server of this process's own, on loopback, at a port that stays when it is restarted. */
public final class NatsServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private final Path program;
  private final Path folder;
  private final int port;
  private @Nullable Process process;

  private NatsServer(Path program, Path folder, int port) {
    this.program = program;
    this.folder = folder;
    this.port = port;
  }

  /** Where the program is on this machine: the path, and where Debian has it. */
  public static Optional<Path> installed() {
    Stream<String> path =
        Arrays.stream(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1));
    return Stream.concat(path, Stream.of("/usr/sbin", "/usr/local/bin"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "nats-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it, and waits until it answers.
   *
   * @param folder where its configuration and its log are written
   * @param config in the server's own language, without where it listens
   * @throws IllegalStateException if it does not start, or is not installed
   */
  public static NatsServer start(Path folder, String config) {
    Path program =
        installed().orElseThrow(() -> new IllegalStateException("nats-server is not installed"));
    NatsServer server = new NatsServer(program, folder, freePort());
    try {
      Files.writeString(
          folder.resolve("nats.conf"),
          "listen: \"127.0.0.1:%d\"%n%s%n".formatted(server.port, config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.start();
    return server;
  }

  /** Starts it again at the same port, with the configuration that is in its folder. */
  public void start() {
    try {
      process =
          new ProcessBuilder(program.toString(), "-c", folder.resolve("nats.conf").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("nats.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitStart(process);
  }

  private void awaitStart(Process started) {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() - end < 0 && started.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        return;
      } catch (IOException notYet) {
        pause(started);
      }
    }
    throw new IllegalStateException("nats-server does not start, see " + folder);
  }

  /** Ends early if the process does. */
  private void pause(Process started) {
    try {
      boolean ended = started.waitFor(20, TimeUnit.MILLISECONDS);
      if (ended) {
        throw new IllegalStateException(
            "nats-server ended with " + started.exitValue() + ": " + lastWord());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String lastWord() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("nats.log"));
      lines.removeIf(String::isBlank);
      return lines.isEmpty() ? "it says nothing" : lines.getLast();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "nats://127.0.0.1:" + port;
  }

  /** Processor time that it has taken since its start. */
  Duration processorTime() {
    Process running = process;
    return running == null
        ? Duration.ZERO
        : running.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Ends it at once, as a crash does. */
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      running.onExit().join();
      process = null;
    }
  }

  @Override
  public void close() {
    kill();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
