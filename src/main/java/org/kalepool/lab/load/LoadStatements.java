package org.kalepool.lab.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.postgres.EmbeddedDatabase;
import org.kalepool.cli.settings.PostgresLogin;

/**
 * Counts what the pool asks of its database, as the server sees it: whoever sends a statement,
 * Hibernate or plain JDBC, it is counted once each time it runs. What the database's owner asks, as
 * those who measure do, is not. By JDBC: the pool is another process.
 */
final class LoadStatements implements AutoCloseable {
  /** With which the server has to be started. */
  static final String SERVER_OPTIONS =
      "-c shared_preload_libraries=pg_stat_statements -c pg_stat_statements.max=10000";

  private static final String COUNT =
      """
      select coalesce(sum(calls) filter
          (where query not like 'BEGIN%' and query not in ('COMMIT', 'ROLLBACK')), 0) as statements,
        coalesce(sum(calls) filter (where query like 'BEGIN%'), 0) as transactions,
        (select dealloc from pg_stat_statements_info) as forgotten
      from pg_stat_statements where userid = cast(? as regrole)
      """;

  private final Connection connection;

  private LoadStatements(Connection connection) {
    this.connection = connection;
  }

  /** Starts counting; the database's owner may. */
  static LoadStatements open(EmbeddedDatabase database) throws SQLException {
    Connection connection = database.dataSource().getConnection();
    try (Statement make = connection.createStatement()) {
      make.execute("create extension if not exists pg_stat_statements");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return new LoadStatements(connection);
  }

  /**
   * What was asked up to a moment.
   *
   * @param statements without those that begin and end transactions
   * @param transactions begun; a statement that runs outside of one is none
   */
  record Count(long statements, long transactions) {
    /** What was asked since then, by each of so many; null where it was not counted. */
    static LoadReport.@Nullable DatabaseUse use(
        @Nullable Count before, @Nullable Count after, double parts) {
      return before == null || after == null
          ? null
          : new LoadReport.DatabaseUse(
              (after.statements - before.statements) / parts,
              (after.transactions - before.transactions) / parts);
    }
  }

  /** Null if there were more kinds of statements than the server tells apart. */
  @Nullable Count count() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(COUNT)) {
      query.setString(1, PostgresLogin.RUNTIME);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong("forgotten") > 0
            ? null
            : new Count(row.getLong("statements"), row.getLong("transactions"));
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
