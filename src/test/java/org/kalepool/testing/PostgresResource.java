package org.kalepool.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fresh, real database for the tests of one application start, and the keys that it needs. */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
  private @Nullable TestDatabase database;
  private Map<String, String> others = Map.of();

  /** Settings that are to differ from those made here. */
  @Override
  public void init(Map<String, String> settings) {
    others = Map.copyOf(settings);
  }

  @Override
  public Map<String, String> start() {
    TestDatabase fresh;
    try {
      fresh = TestDatabase.create();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
    } catch (SQLException e) {
      throw new IllegalStateException("no database for the tests", e);
    }
    database = fresh;
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "kale.wallet.kek", "a5".repeat(32),
                "kale.pooler.generate-wallet", "true",
                "kale.http.requests-per-minute", "0",
                "kale.http.connections-per-address", "0",
                "kale.farmer.registrations-per-address", "0",
                "kale.http.failed-log-ins-per-minute", "0",
                "quarkus.datasource.jdbc.url", fresh.url(),
                "quarkus.datasource.username", "postgres",
                "quarkus.datasource.password", ""));
    // planned once on a connection, not five times
    settings.put("quarkus.datasource.jdbc.additional-jdbc-properties.prepareThreshold", "1");
    settings.putAll(others);
    return settings;
  }

  @Override
  public void stop() {
    if (database != null) {
      try {
        database.drop();
      } catch (SQLException e) {
        throw new IllegalStateException("the tests' database cannot be dropped", e);
      }
    }
  }
}
