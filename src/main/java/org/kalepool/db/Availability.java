package org.kalepool.db;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Whether the database can be used, and if not, why. A database that answers questions and takes no
 * writes would pass for a good one if only asked, so what the pool's own writes met is remembered
 * until one is taken. Thread-safe. By JDBC: what the driver itself says is the answer.
 */
@Singleton
public final class Availability {
  /**
   * More than one page, of a table of its own: what a full disk has no room for, and what a standby
   * or a database that is set to read only refuses as any other write.
   */
  private static final String TRIAL =
      "create temporary table kale_pool_trial on commit drop as"
          + " select g from generate_series(1, 2000) g";

  private final DataSource source;
  private final RefusedWrites refused;

  Availability(DataSource source, RefusedWrites refused) {
    this.source = source;
    this.refused = refused;
  }

  /**
   * Asks it, and if it has refused a write since the last that succeeded, has it write something.
   *
   * @return why it cannot be used; empty if it can
   */
  public Optional<String> trouble() {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(5);
      if (refused.any()) {
        trial(connection, statement);
        refused.taken();
      } else {
        statement.execute("select 1");
      }
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(Unavailable.reason(e));
    }
  }

  private static void trial(Connection connection, Statement statement) throws SQLException {
    connection.setAutoCommit(false);
    try {
      statement.execute(TRIAL);
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
