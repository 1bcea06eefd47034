package org.kalepool.lab.simulation;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.kalepool.cli.database.BackupReader;
import org.kalepool.cli.database.BackupWriter;
import org.kalepool.cli.database.DatabaseSize;
import org.kalepool.cli.settings.PostgresLogin;

/**
 * The simulation's own JDBC connection to the pool's database: it looks, and it cuts the pool off.
 */
public final class SimulatedDatabase implements AutoCloseable {
  private static final String CUT =
      "select coalesce(array_agg(pid), '{}') from (select pid, pg_terminate_backend(pid)"
          + " from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
          + " and backend_type = 'client backend') cut";

  private static final String LEFT =
      "select count(*) from pg_stat_activity where pid = any (cast(? as int[]))";

  /** What the next start of a restored pool does. */
  private static final String GRANT =
      "select grant_runtime(rolname) from pg_roles where rolname = '"
          + PostgresLogin.RUNTIME
          + "' and rolname <> current_user";

  private final String url;
  private final String user;
  private final String password;
  private final Connection connection;

  private SimulatedDatabase(String url, String user, String password, Connection connection) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.connection = connection;
  }

  public static SimulatedDatabase open(String url, String user, String password)
      throws SQLException {
    SimulatedDatabase opened =
        new SimulatedDatabase(
            url, user, password, DriverManager.getConnection(url, user, password));
    opened.run("set default_transaction_read_only = off");
    return opened;
  }

  /**
   * Has the server take no writes, as a standby does, or take them again, and waits until each of
   * its sessions knows: the main process tells all of them before it starts another.
   */
  public void readOnly(boolean on) throws SQLException {
    run(
        "alter system "
            + (on
                ? "set default_transaction_read_only = on"
                : "reset default_transaction_read_only"));
    run("select pg_reload_conf()");
    while (writesAreRefused() != on) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private boolean writesAreRefused() throws SQLException {
    try (Connection fresh = DriverManager.getConnection(url, user, password);
        Statement query = fresh.createStatement();
        ResultSet row = query.executeQuery("show default_transaction_read_only")) {
      return row.next() && row.getString(1).equals("on");
    }
  }

  public void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Keeps a copy of the database in a file, as {@code pool backup} does. */
  public void backUp(Path to) throws SQLException, IOException {
    try (Connection own = DriverManager.getConnection(url, user, password);
        Writer file = Files.newBufferedWriter(to)) {
      BackupWriter.write(own, file);
    }
  }

  /**
   * Puts a copy in the database's place, as {@code pool restore} does with an empty one.
   *
   * @param at when that is in the simulation, where nothing may depend on the time outside of it
   */
  public void restore(Path from, Instant at) throws SQLException, IOException {
    cut();
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop schema public cascade");
      statement.execute("create schema public");
    }
    try (Connection own = DriverManager.getConnection(url, user, password)) {
      BackupReader.restore(from, own);
    }
    run(GRANT);
    datesOfRestore(Timestamp.from(at));
    cut();
  }

  private void datesOfRestore(Timestamp at) throws SQLException {
    // rows of these tables are there for good, but for a superuser
    run("set session_replication_role = replica");
    for (String sql :
        List.of(
            // what one restore has written has one date, which may be before the simulation's
            "update farmer_events set at = ? where by_whom = 'restore' and at ="
                + " (select at from audit where what = 'restore' order by id desc limit 1)",
            "update payout_wishes set ended_at = ? where ended_as = 'RESTORED' and ended_at ="
                + " (select at from audit where what = 'restore' order by id desc limit 1)",
            "update audit set at = ?, detail = 'a copy' where id ="
                + " (select max(id) from audit where what = 'restore')")) {
      try (PreparedStatement update = connection.prepareStatement(sql)) {
        update.setTimestamp(1, at);
        update.executeUpdate();
      }
    }
    run("reset session_replication_role");
  }

  /** Ends all of the pool's sessions and waits until they are gone. */
  public void cut() throws SQLException {
    // the server's own wait looks at one session after the other, every 100 ms
    String cut = rows(CUT).getFirst();
    while (number(LEFT, cut) > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** At a fixed place, so that no background process changes the order of rows by chance. */
  void vacuum() throws SQLException {
    run("vacuum analyze");
  }

  void update(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How large it is without what has been deleted. */
  DatabaseSize size() throws SQLException {
    DatabaseSize.update(connection, true);
    return DatabaseSize.of(connection);
  }

  /** Every row as text, columns separated by spaces. */
  public List<String> rows(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setObject(i + 1, parameters[i]);
      }
      List<String> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          StringBuilder text = new StringBuilder();
          for (int i = 1; i <= columns; i++) {
            text.append(i == 1 ? "" : " ").append(row.getString(i));
          }
          found.add(text.toString());
        }
      }
      return found;
    }
  }

  /** The only number of the only row. */
  long number(String sql, Object... parameters) throws SQLException {
    return Long.parseLong(rows(sql, parameters).getFirst());
  }

  /** Whether the statement is refused; it is taken back either way. */
  boolean refuses(String sql) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return false;
    } catch (SQLException e) {
      return "23001".equals(e.getSQLState());
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** These farmers' states, by id. */
  Map<UUID, String> states(List<UUID> farmers) throws SQLException {
    Map<UUID, String> states = new HashMap<>();
    Object ids = farmers.toArray(UUID[]::new);
    for (String row :
        rows(
            "select id, state from farmers where id = any (?) union all"
                + " select id, 'LAPSED' from lapsed_registrations where id = any (?)",
            ids,
            ids)) {
      states.put(UUID.fromString(row.substring(0, 36)), row.substring(37));
    }
    return states;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
