package org.kalepool.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A real PostgreSQL of the pool's own, its data in a folder that survives restarts. A server left
 * behind by a killed pool is stopped first; PostgreSQL then recovers by itself.
 */
final class EmbeddedDatabase implements AutoCloseable {
  private static final int PORT_LINE = 3;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final EmbeddedPostgres server;
  private final Path folder;

  private EmbeddedDatabase(EmbeddedPostgres server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /**
   * Starts it, making the folder at the first start.
   *
   * @throws UncheckedIOException if it does not start
   */
  static EmbeddedDatabase start(Path folder) {
    try {
      Files.createDirectories(folder);
      stopLeftOver(folder);
      return new EmbeddedDatabase(
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .setServerConfig("max_connections", "60")
              .setServerConfig("shared_buffers", "64MB")
              .setPGStartupWait(Duration.ofSeconds(60))
              .start(),
          folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the embedded PostgreSQL does not start on " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The server that somebody has started on this folder, if one runs. */
  static Optional<String> runningUrl(Path folder) {
    Path pidFile = folder.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    try {
      // Process, folder, start and port, each on a line; while it starts the last are missing.
      List<String> lines = Files.readAllLines(pidFile);
      boolean runs =
          lines.size() > PORT_LINE
              && ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
                  .filter(EmbeddedDatabase::isPostgres)
                  .isPresent();
      return runs
          ? Optional.of(
              "jdbc:postgresql://localhost:"
                  + lines.get(PORT_LINE).trim()
                  + "/postgres?user=postgres&password=postgres")
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(pidFile + " cannot be read", e);
    }
  }

  String jdbcUrl() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  DataSource dataSource() {
    return server.getPostgresDatabase();
  }

  /** The server's processes: the first one and those that it has started and that still run. */
  List<ProcessHandle> processes() {
    try {
      long first =
          Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0).trim());
      return ProcessHandle.of(first).stream()
          .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not run", e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not stop", e);
    }
  }

  private static void stopLeftOver(Path folder) throws IOException {
    Path pidFile = folder.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile);
    Optional<ProcessHandle> left =
        lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0).trim()));
    if (left.isEmpty() || !isPostgres(left.get())) {
      Files.deleteIfExists(pidFile);
      return;
    }
    // SIGTERM waits for clients to go, and those died with the pool.
    left.get().destroy();
    try {
      left.get().onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("PostgreSQL " + left.get().pid() + " still uses " + folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a left-over PostgreSQL stops", e);
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(c -> c.contains("postgres")).orElse(false);
  }
}
