package org.kalepool.cli.database;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.Settings;
import org.kalepool.ops.HistorySettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pool archive}: all at once what the pool does a little at a time. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    description = {
      "Put old blocks away that are settled and agree with the chain, and give their room back; the"
          + " pool may go on meanwhile.",
      "Nothing is lost by it: statements and lists go on showing everything. At the end it says how"
          + " large the database is, by table, and for a farmer and block."
    })
public final class ArchiveCommand implements Callable<Integer> {
  @Option(
      names = "--keep-blocks",
      description =
          "the newest blocks stay as they are, at least 12 (default: kale.history.keep-blocks)")
  private @Nullable Integer keepBlocks;

  @Option(
      names = "--page-blocks",
      description = "blocks in one row of the archive (default: kale.history.page-blocks)")
  private @Nullable Integer pageBlocks;

  @Option(
      names = "--vacuum",
      description = "rewrite the tables to give their room back to the disk; the pool waits for it")
  private boolean vacuum;

  @Option(
      names = "--data",
      defaultValue = "data/pool",
      description =
          "folder of the embedded database, where the settings name none (default: ${DEFAULT-VALUE})")
  private Path data;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = Settings.ofThisProcess();
    HistorySettings history = settings.module(HistorySettings.class);
    int keep = chosen("--keep-blocks", keepBlocks, history.keepBlocks(), 12);
    int page = chosen("--page-blocks", pageBlocks, history.pageBlocks(), 1);
    try (PoolDatabase database = PoolDatabase.existing(settings, data, out)) {
      long pages = archive(database.connection(), keep, page);
      DatabaseSize.update(database.connection(), vacuum);
      out.println(pages + " pages archived");
      DatabaseSize.of(database.connection()).lines().forEach(out::println);
      out.flush();
      return 0;
    }
  }

  private static int chosen(String option, @Nullable Integer given, int set, int least) {
    int value = given != null ? given : set;
    if (value < least || value > 1_000_000) {
      throw new CommandException(option + " must be " + least + " to 1000000, not " + value);
    }
    return value;
  }

  /**
   * Page by page, each in a transaction of its own: it can be stopped at any time. By JDBC: the
   * pool need not run.
   */
  static long archive(Connection connection, int keepBlocks, int pageBlocks) throws SQLException {
    connection.setAutoCommit(true);
    try (PreparedStatement known =
            connection.prepareStatement("select to_regproc('archive_history') is not null");
        ResultSet row = known.executeQuery()) {
      if (!row.next() || !row.getBoolean(1)) {
        throw new CommandException(
            "there is no pool of this version in this database: start the pool on it once");
      }
    }
    call(connection, "select drop_envelopes(now() - interval '1 hour', ?)", 1_000_000_000);
    long pages = 0;
    for (long made = 1; made > 0; pages += made) {
      made =
          call(
              connection,
              "select archive_history((select max(block_index) from block_operations) - ?, ?, ?)",
              keepBlocks,
              pageBlocks,
              8);
    }
    return pages;
  }

  private static long call(Connection connection, String sql, int... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setInt(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
