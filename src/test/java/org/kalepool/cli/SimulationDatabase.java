package org.kalepool.cli;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The database that {@code pool simulate} uses, fresh for each start of the application. */
public final class SimulationDatabase implements QuarkusTestResourceLifecycleManager {
  private @Nullable EmbeddedPostgres postgres;
  private @Nullable TemporaryFolder folder;

  @Override
  public Map<String, String> start() {
    try {
      folder = TemporaryFolder.make("kale-pool-simulation-test");
      postgres = SimulateCommand.database(folder.path());
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
    }
    return SimulateCommand.databaseSettings(postgres.getJdbcUrl("postgres", "postgres"));
  }

  @Override
  public void stop() {
    if (postgres != null && folder != null) {
      try {
        postgres.close();
        folder.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the embedded PostgreSQL does not stop", e);
      }
    }
  }
}
