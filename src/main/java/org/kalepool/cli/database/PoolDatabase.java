package org.kalepool.cli.database;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.DataFolder;
import org.kalepool.cli.postgres.EmbeddedDatabase;
import org.kalepool.cli.postgres.PostgresUser;
import org.kalepool.cli.settings.DatabaseSettings;
import org.kalepool.cli.settings.PostgresLogin;
import org.kalepool.cli.settings.Settings;
import org.postgresql.Driver;

/**
 * The pool's database without the pool: the one in the settings, or the embedded one, as its owner.
 *
 * <p>JDBC, as in the commands that ask it: Hibernate starts with the pool, and only its runtime
 * role.
 */
final class PoolDatabase implements AutoCloseable {
  private final Connection connection;
  private final @Nullable DataFolder folder;
  private final @Nullable EmbeddedDatabase server;

  private PoolDatabase(
      Connection connection, @Nullable DataFolder folder, @Nullable EmbeddedDatabase server) {
    this.connection = connection;
    this.folder = folder;
    this.server = server;
  }

  /**
   * For reading, also while a pool uses it.
   *
   * @throws CommandException if there is none
   */
  static PoolDatabase existing(Settings set, Path data, PrintWriter out) throws SQLException {
    Optional<PoolDatabase> configured = configured(set);
    if (configured.isPresent()) {
      return configured.get();
    }
    Path postgres = data.resolve("postgres");
    if (!Files.isDirectory(postgres)) {
      throw new CommandException("--data: there is no database in " + data);
    }
    Optional<PostgresLogin> running;
    try {
      running = EmbeddedDatabase.running(postgres);
    } catch (IOException e) {
      throw new CommandException(
          "--data: the database in " + data + " runs and cannot be asked: " + e.getMessage());
    }
    return running.isPresent()
        ? new PoolDatabase(running.get().connect(), null, null)
        : embedded(set, data, out);
  }

  /**
   * For writing.
   *
   * @throws CommandException if a pool uses the data folder
   */
  static PoolDatabase exclusive(Settings set, Path data, PrintWriter out) throws SQLException {
    Optional<PoolDatabase> configured = configured(set);
    return configured.isPresent() ? configured.get() : embedded(set, data, out);
  }

  Connection connection() {
    return connection;
  }

  private static Optional<PoolDatabase> configured(Settings set) throws SQLException {
    Optional<DatabaseSettings> settings = DatabaseSettings.of(set);
    if (settings.isEmpty()) {
      return Optional.empty();
    }
    DatabaseSettings.Login found = settings.get().strongest();
    Properties login = new Properties();
    if (found.user() != null) {
      login.setProperty("user", found.user());
    }
    if (found.password() != null) {
      login.setProperty("password", found.password());
    }
    return Optional.of(new PoolDatabase(connect(found.url(), login), null, null));
  }

  private static PoolDatabase embedded(Settings set, Path data, PrintWriter out)
      throws SQLException {
    DataFolder folder = DataFolder.open(data);
    out.println("starting PostgreSQL on " + folder.postgres());
    out.flush();
    PostgresUser user = PostgresUser.of(set, folder);
    EmbeddedDatabase server = EmbeddedDatabase.start(folder.postgres(), user, "", out);
    return new PoolDatabase(server.login().connect(), folder, server);
  }

  private static Connection connect(String url, Properties login) throws SQLException {
    Connection connection = new Driver().connect(url, login);
    if (connection == null) {
      throw new CommandException("quarkus.datasource.jdbc.url is no URL of a PostgreSQL");
    }
    return connection;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    if (server != null) {
      server.close();
    }
    if (folder != null) {
      folder.close();
    }
  }
}
