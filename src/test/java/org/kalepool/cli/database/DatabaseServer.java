package org.kalepool.cli.database;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that a test can stop and start again, on the same port with the same data. */
public final class DatabaseServer implements QuarkusTestResourceLifecycleManager {
  private @Nullable Path data;
  private int port;
  private @Nullable EmbeddedPostgres running;

  @Override
  public Map<String, String> start() {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
      data = Files.createTempDirectory(Path.of("target"), "database-server").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException("no port or folder for PostgreSQL", e);
    }
    goUp();
    return Map.of(
        "quarkus.datasource.jdbc.url",
        url(),
        "quarkus.datasource.username",
        "postgres",
        "quarkus.datasource.password",
        "");
  }

  String url() {
    return "jdbc:postgresql://localhost:" + port + "/postgres";
  }

  void goUp() {
    try {
      running =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setPort(port)
              .setServerConfig("fsync", "off")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start on " + data, e);
    }
  }

  /** Ends every session and the server. */
  void goDown() {
    if (running != null) {
      try {
        running.close();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not stop", e);
      }
      running = null;
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(DatabaseServer.class));
  }

  @Override
  public void stop() {
    goDown();
  }
}
