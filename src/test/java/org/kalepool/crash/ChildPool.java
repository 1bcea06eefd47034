package org.kalepool.crash;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged pool in a JVM of its own, moved on step by step over its standard input. */
final class ChildPool implements AutoCloseable {
  /** The child is no more, by its crash point. */
  static final class Halted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Halted(String where) {
      super(where);
    }
  }

  private final Process process;
  private final Path errors;
  private final BufferedReader out;
  private final BufferedWriter in;
  private final String url;

  private ChildPool(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    String line = answer("the pool listens at ");
    this.url = line.substring("the pool listens at ".length());
  }

  /**
   * How it is started.
   *
   * @param classPath with the watched classes in front
   * @param archive of loaded classes, for the JVM to start faster
   * @param makesArchive whether to make it at the end, by {@link #leave()}, instead of using it
   */
  record Launch(String classPath, Path archive, boolean makesArchive) {
    private List<String> command() {
      String archiving = makesArchive ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=";
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:MetaspaceSize=200m",
          "-XX:ReservedCodeCacheSize=128m",
          "-Xmx256m",
          "-Xlog:disable",
          archiving + archive,
          "-cp",
          classPath);
    }
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param settings become system properties
   * @param errors gets the child's log
   * @throws Halted if it met its crash point already
   */
  static ChildPool start(Launch launch, Map<String, String> settings, Path errors) {
    List<String> command = new ArrayList<>(launch.command());
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("org.kalepool.cli.Main", "step"));
    try {
      return new ChildPool(
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
              .start(),
          errors);
    } catch (IOException e) {
      throw new UncheckedIOException("the pool's JVM cannot be started", e);
    }
  }

  String url() {
    return url;
  }

  /**
   * Moves its clock on and lets it do all it has to do.
   *
   * @throws Halted if it met its crash point
   */
  void step(int seconds) {
    try {
      in.write(Integer.toString(seconds));
      in.newLine();
      in.flush();
    } catch (IOException e) {
      throw ended();
    }
    answer("stepped");
  }

  /** What has become of the child when it does not answer any more. */
  RuntimeException ended() {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        return new IllegalStateException("the pool does not answer; its log: " + errors);
      }
      if (process.exitValue() == CrashPoints.HALTED) {
        return new Halted(lastPoint());
      }
      return new IllegalStateException(
          "the pool ended with code " + process.exitValue() + ": " + Files.readString(errors));
    } catch (IOException e) {
      return new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new IllegalStateException("interrupted", e);
    }
  }

  private String lastPoint() throws IOException {
    return Files.readAllLines(errors).stream()
        .filter(line -> line.startsWith("crash point "))
        .reduce("nowhere", (first, second) -> second);
  }

  /** Lines of the log go to standard output too, and are passed over. */
  private String answer(String beginning) {
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(beginning)) {
          return line;
        }
        Files.writeString(
            errors,
            line + "\n",
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw ended();
  }

  /** Lets it end by itself. */
  void leave() {
    try {
      in.close();
      while (out.readLine() != null) {
        // What it says while it ends is of no interest, but must not fill the pipe.
      }
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("the pool does not end as it should; log: " + errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
