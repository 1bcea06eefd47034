package org.kalepool.db;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What tests look into tables with: positional parameters, an {@link Instant} is a timestamp. */
@Singleton
public final class Db {
  private final DataSource source;

  public Db(DataSource source) {
    this.source = source;
  }

  /** Reads one row into a value. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * All rows in the query's order.
   *
   * @throws DbException if the database refuses or cannot be reached
   */
  public <T> List<T> list(String sql, Row<T> row, @Nullable Object... parameters) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(row.read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw new DbException(e);
    }
  }

  /**
   * The only row; empty if there is none.
   *
   * @throws IllegalStateException if there are several
   * @throws DbException if the database refuses or cannot be reached
   */
  public <T> Optional<T> one(String sql, Row<T> row, @Nullable Object... parameters) {
    List<T> found = list(sql, row, parameters);
    if (found.size() > 1) {
      throw new IllegalStateException("one row at most expected of " + sql);
    }
    return found.stream().findFirst();
  }

  /**
   * All rows, columns joined by a blank.
   *
   * @throws DbException if the database refuses or cannot be reached
   */
  public List<String> rows(String sql, @Nullable Object... parameters) {
    return list(
        sql,
        row -> {
          List<String> columns = new ArrayList<>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            columns.add(row.getString(i));
          }
          return String.join(" ", columns);
        },
        parameters);
  }

  /**
   * Inserts, updates or deletes.
   *
   * @return the number of rows changed
   * @throws DbException if the database refuses or cannot be reached
   */
  public int update(String sql, @Nullable Object... parameters) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new DbException(e);
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        Object value = parameters[i];
        statement.setObject(i + 1, value instanceof Instant at ? Timestamp.from(at) : value);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
