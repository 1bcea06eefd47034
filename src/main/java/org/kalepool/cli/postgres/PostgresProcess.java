package org.kalepool.cli.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kalepool.cli.CommandException;

/** The server that a data folder's {@code postmaster.pid} tells of. */
final class PostgresProcess {
  private static final String PID_FILE = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private PostgresProcess() {}

  /** The port that it answers on; empty if none runs, or it is still starting. */
  static OptionalInt port(Path folder) throws IOException {
    Path file = folder.resolve(PID_FILE);
    if (!Files.exists(file) || of(folder).isEmpty()) {
      return OptionalInt.empty();
    }
    // Process, folder, start and port, each on a line; while it starts the last are missing.
    List<String> lines = Files.readAllLines(file);
    return lines.size() > PORT_LINE
        ? OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE).strip()))
        : OptionalInt.empty();
  }

  /** The running server. */
  static Optional<ProcessHandle> of(Path folder) {
    try {
      return named(folder).flatMap(ProcessHandle::of).filter(found -> worksIn(found, folder));
    } catch (IOException e) {
      throw new UncheckedIOException(folder.resolve(PID_FILE) + " cannot be read", e);
    }
  }

  private static Optional<Long> named(Path folder) throws IOException {
    Path file = folder.resolve(PID_FILE);
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,18}")) {
      // cut off while it was written, by a full disk or a crash
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(lines.getFirst().strip()));
  }

  /** Whether it is a PostgreSQL and that folder's: numbers of processes come around again. */
  private static boolean worksIn(ProcessHandle process, Path folder) {
    boolean postgres = process.info().command().map(c -> c.endsWith("postgres")).orElse(false);
    Path at = Path.of("/proc", Long.toString(process.pid()), "cwd");
    if (!postgres || !Files.isDirectory(Path.of("/proc/self"))) {
      return postgres;
    }
    try {
      return Files.isSameFile(at, folder);
    } catch (IOException e) {
      // another user's, or it has just ended
      return false;
    }
  }

  /**
   * Stops what a killed pool has left behind, and takes away what tells of a server that is none.
   * Of a process that this user may not look at PostgreSQL itself decides.
   */
  static void stopLeftOver(Path folder) throws IOException {
    Optional<ProcessHandle> left = of(folder);
    if (left.isEmpty()) {
      Optional<ProcessHandle> other = named(folder).flatMap(ProcessHandle::of);
      if (other.isEmpty() || other.get().info().command().isPresent()) {
        Files.deleteIfExists(folder.resolve(PID_FILE));
      }
      return;
    }
    // SIGTERM waits for clients to go, and those died with the pool.
    left.get().destroy();
    try {
      left.get().onExit().get(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new CommandException(
          "PostgreSQL (process "
              + left.get().pid()
              + ") still uses "
              + folder
              + ", and somebody is connected to it: end that, such as a running pool backup");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a left-over PostgreSQL stops", e);
    }
  }
}
