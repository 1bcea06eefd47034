package org.kalepool.cli.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's own programs. They get no environment but a search path and the plainest
 * locale, so that whatever the operator's is, and whatever {@code PG…} variables are set, does not
 * count.
 */
final class PostgresProgram {
  private final Path home;
  private final List<String> prefix;

  private PostgresProgram(Path home, List<String> prefix) {
    this.home = home;
    this.prefix = prefix;
  }

  /**
   * How a program ended.
   *
   * @param output what it wrote, standard error too
   */
  record Result(int code, String output) {
    boolean ok() {
      return code == 0;
    }

    String lastLine() {
      return output.strip().lines().reduce("it said nothing", (first, second) -> second);
    }
  }

  /** What is to be done every few seconds while a program takes long. */
  @FunctionalInterface
  interface Waiting {
    void tell(Duration since);
  }

  /** Those in a folder, run by a user. */
  static PostgresProgram of(Path home, PostgresUser user) {
    return new PostgresProgram(home, user.prefix());
  }

  /** Any program of the machine. */
  static Result run(List<String> command) throws IOException {
    return run(command, null, since -> {});
  }

  Result run(String program, String... arguments) throws IOException {
    return run(since -> {}, program, arguments);
  }

  /**
   * Runs one and waits for its end.
   *
   * @throws IOException if it cannot be started
   */
  Result run(Waiting waiting, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    return run(command, home, waiting);
  }

  private static Result run(
      List<String> command, @org.jspecify.annotations.Nullable Path folder, Waiting waiting)
      throws IOException {
    // A file, not a pipe: the server that pg_ctl leaves behind would keep a pipe open.
    Path output = Files.createTempFile("postgresql", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      String path = builder.environment().get("PATH");
      builder.environment().clear();
      builder.environment().put("PATH", path == null ? "/usr/bin:/bin:/usr/sbin:/sbin" : path);
      builder.environment().put("LC_ALL", "C");
      if (folder != null) {
        builder.directory(folder.toFile());
      }
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      await(process, waiting);
      return new Result(
          process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static void await(Process process, Waiting waiting) throws IOException {
    long start = System.nanoTime();
    try {
      while (!process.waitFor(5, TimeUnit.SECONDS)) {
        waiting.tell(Duration.ofNanos(System.nanoTime() - start));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
