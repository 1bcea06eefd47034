package org.kalepool.lab.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.postgres.EmbeddedDatabase;

/** What the three parties of a load run take: the pool, its database, and all the rest. */
final class LoadMeter implements AutoCloseable {
  private static final double MEBIBYTE = 1 << 20;

  private final PoolChild pool;
  private final EmbeddedDatabase database;
  private final LoadStatements statements;

  LoadMeter(PoolChild pool, EmbeddedDatabase database) throws SQLException {
    this.pool = pool;
    this.database = database;
    this.statements = LoadStatements.open(database);
  }

  /**
   * Processor time used up to a moment, and what the database was asked.
   *
   * @param at by {@link System#nanoTime}
   * @param asked null if it was not counted
   */
  record Used(
      long at,
      Duration pool,
      Duration database,
      Duration rest,
      LoadStatements.@Nullable Count asked) {
    /** Cores taken since then by one of the parties; null where the system does not tell. */
    static @Nullable Double cores(Used before, Used after, Duration from, Duration to) {
      long wall = after.at() - before.at();
      return wall <= 0 || to.isZero() ? null : (double) to.minus(from).toNanos() / wall;
    }
  }

  Used used() throws SQLException {
    return new Used(
        System.nanoTime(),
        time(pool.handle()),
        database.processes().stream().map(LoadMeter::time).reduce(Duration.ZERO, Duration::plus),
        time(ProcessHandle.current()),
        statements.count());
  }

  private static Duration time(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The pool's heap in use after a full collection, MiB; null if it cannot be told. */
  @Nullable Double liveHeap() {
    var bytes = pool.liveHeap();
    return bytes.isEmpty() ? null : bytes.getAsLong() / MEBIBYTE;
  }

  /** The pool's largest resident size so far, MiB; null where the system does not tell. */
  @Nullable Long largestProcess() {
    Path status = Path.of("/proc", Long.toString(pool.handle().pid()), "status");
    if (!Files.isReadable(status)) {
      return null;
    }
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException("the pool's process has ended", e);
    }
  }

  @Override
  public void close() throws SQLException {
    statements.close();
  }
}
