package org.kalepool.cli.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Restores what {@link BackupWriter} wrote, all or nothing. JDBC: COPY is a thing of the driver's.
 */
public final class BackupReader {
  private static final String EMPTY =
      "select not exists (select from pg_class where relnamespace = 'public'::regnamespace"
          + " and relkind in ('r', 'p', 'v', 'm', 'S'))";

  private final Connection connection;
  private final BufferedReader file;

  private BackupReader(Connection connection, BufferedReader file) {
    this.connection = connection;
    this.file = file;
  }

  /**
   * Restores a file into an empty database.
   *
   * @return how many rows were restored
   * @throws CommandException if the file is none or is cut off, or the database is not empty
   */
  public static long restore(Path from, Connection connection) throws SQLException, IOException {
    check(from);
    try (Statement statement = connection.createStatement();
        ResultSet empty = statement.executeQuery(EMPTY)) {
      if (!empty.next() || !empty.getBoolean(1)) {
        throw new CommandException(
            "the database is not empty: restore into a new one, or another --data folder");
      }
    }
    try (BufferedReader file = Files.newBufferedReader(from, StandardCharsets.UTF_8)) {
      return new BackupReader(connection, file).run();
    }
  }

  /** A file that is cut off would be found out only after a long time, by its missing commit. */
  private static void check(Path from) throws IOException {
    if (!Files.isRegularFile(from)) {
      throw new CommandException("--from: there is no file " + from);
    }
    String last = null;
    try (BufferedReader file = Files.newBufferedReader(from, StandardCharsets.UTF_8)) {
      for (String line = file.readLine(); line != null; line = file.readLine()) {
        last = line;
      }
    }
    if (!BackupWriter.END.equals(last)) {
      throw new CommandException("--from: " + from + " is no backup of a pool, or is cut off");
    }
  }

  /** The file's own begin and commit make it one transaction. */
  private long run() throws SQLException, IOException {
    long rows = 0;
    StringBuilder sql = new StringBuilder();
    for (String line = file.readLine(); line != null; line = file.readLine()) {
      if (line.startsWith("COPY ") && line.endsWith(" FROM stdin;")) {
        execute(sql);
        rows += copy(line);
      } else {
        sql.append(line).append('\n');
      }
    }
    execute(sql);
    return rows;
  }

  private void execute(StringBuilder sql) throws SQLException {
    if (sql.toString().isBlank()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql.toString());
    }
    sql.setLength(0);
  }

  private long copy(String command) throws SQLException, IOException {
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(command);
    try {
      @Nullable String line = file.readLine();
      while (line != null && !line.equals("\\.")) {
        byte[] row = (line + "\n").getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(row, 0, row.length);
        line = file.readLine();
      }
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
