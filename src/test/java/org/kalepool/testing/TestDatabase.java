package org.kalepool.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own with the schema as it is now, on a server that all tests of this JVM share
 * and that ends with it. To copy a migrated database takes a tenth of what a new server and all
 * migrations do, and each start of a pool needs one.
 */
public record TestDatabase(int port, String name) {
  /** Quarkus loads this class anew for each start, so a static field would be a server each. */
  private static final String PORT = TestDatabase.class.getName() + ".port";

  private static final String MIGRATED = "migrated";

  /** A new one; {@link #drop} ends it, or the end of this JVM. */
  public static TestDatabase create() throws IOException, SQLException {
    TestDatabase fresh =
        new TestDatabase(
            server(), "tests_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12));
    sql(fresh.port(), "create database " + fresh.name() + " template " + MIGRATED);
    return fresh;
  }

  /** Of JDBC, with the user in it. */
  public String url() {
    return url(port, name);
  }

  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url());
    return source;
  }

  /** Ends it, whoever is still connected. */
  public void drop() throws SQLException {
    sql(port, "drop database " + name + " with (force)");
  }

  private static int server() throws IOException, SQLException {
    synchronized (System.getProperties()) {
      Integer running = Integer.getInteger(PORT);
      if (running != null) {
        return running;
      }
      // It stops in a shutdown hook of its own.
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "off")
              .setServerConfig("full_page_writes", "off")
              .setServerConfig("synchronous_commit", "off")
              .setServerConfig("wal_level", "minimal")
              .setServerConfig("max_wal_senders", "0")
              // rows come in the order of their inserts, which tests compare
              .setServerConfig("autovacuum", "off")
              .setServerConfig("max_connections", "200")
              .start();
      sql(postgres.getPort(), "create database " + MIGRATED);
      Flyway.configure()
          .dataSource(postgres.getDatabase("postgres", MIGRATED))
          .locations("classpath:db/migration")
          .load()
          .migrate();
      System.setProperty(PORT, Integer.toString(postgres.getPort()));
      return postgres.getPort();
    }
  }

  private static String url(int port, String name) {
    return "jdbc:postgresql://localhost:" + port + "/" + name + "?user=postgres";
  }

  private static void sql(int port, String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(port, "postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
