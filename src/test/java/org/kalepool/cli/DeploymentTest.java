package org.kalepool.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.cli.database.BackupReader;
import org.kalepool.cli.database.BackupWriter;
import org.kalepool.cli.settings.DatabaseSettings;
import org.kalepool.cli.settings.KnownSettings;
import org.kalepool.cli.settings.SecretSettings;
import org.kalepool.cli.settings.Settings;
import org.yaml.snakeyaml.Yaml;

/** What {@code compose.yaml} and its scripts make is as closed as docs/security.md says. */
class DeploymentTest {
  @TempDir Path folder;

  @Test
  void everyContainerIsClosed() throws IOException {
    Map<String, Object> services = map(compose().get("services"));
    assertThat(services).containsOnlyKeys("database", "pool");
    areClosed(services);
    Map<String, Object> machine = map(pooler().get("services"));
    assertThat(machine).containsOnlyKeys("pooler");
    areClosed(machine);
  }

  private static void areClosed(Map<String, Object> services) {
    services.forEach(
        (name, value) -> {
          Map<String, Object> service = map(value);
          assertThat(service).as(name).containsEntry("read_only", true);
          assertThat(service).as(name).containsEntry("cap_drop", List.of("ALL"));
          assertThat(service).as(name).doesNotContainKeys("cap_add", "privileged", "devices");
          assertThat(service)
              .as(name)
              .containsEntry("security_opt", List.of("no-new-privileges:true"));
          assertThat(service).as(name).containsEntry("restart", "unless-stopped");
          assertThat(String.valueOf(service.get("user")))
              .as(name)
              .matches("[1-9][0-9]*:[1-9][0-9]*");
          Map<String, Object> limits =
              map(map(map(service.get("deploy")).get("resources")).get("limits"));
          assertThat(limits).as(name).containsOnlyKeys("cpus", "memory", "pids");
          assertThat(service.getOrDefault("ports", List.of()).toString())
              .as(name)
              .matches("\\[(127\\.0\\.0\\.1:.*)?]");
          String image = String.valueOf(service.get("image"));
          assertThat(image).matches("kale-pool|.*@sha256:[0-9a-f]{64}}?");
        });
  }

  @Test
  void whatTheImageIsBuiltOfIsNamedByDigest() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("Dockerfile.native"));
    assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
        .containsExactly("FROM ${BUILDER} AS build", "FROM ${BASE}");
    assertThat(lines.stream().filter(line -> line.matches("ARG (BUILDER|BASE)=.*")))
        .hasSize(2)
        .allMatch(line -> line.matches(".*@sha256:[0-9a-f]{64}"));
  }

  @Test
  void noSecretIsInAnEnvironmentAndEachIsAFileForOneUser() throws IOException {
    Map<String, Object> secrets = map(compose().get("secrets"));
    Map<String, String> owners = new java.util.HashMap<>();
    secrets.forEach(
        (name, file) ->
            assertThat(map(file)).as(name).containsOnly(Map.entry("file", "secrets/" + name)));
    map(compose().get("services"))
        .forEach(
            (name, value) -> {
              Map<String, Object> service = map(value);
              map(service.get("environment"))
                  .forEach(
                      (variable, text) -> {
                        if (variable.matches(".*(PASSWORD|SECRET|KEY|KEK).*")) {
                          assertThat(variable).endsWith("_FILE");
                          assertThat(String.valueOf(text)).startsWith("/run/secrets/");
                        }
                      });
              for (Object secret : (List<?>) requireNonNull(service.get("secrets"))) {
                assertThat(owners.put(secret.toString(), name)).as(secret.toString()).isNull();
              }
            });
    assertThat(owners.keySet()).isEqualTo(secrets.keySet());
    String script = Files.readString(Path.of("deploy/make-secrets.sh"));
    assertThat(secrets.keySet()).allSatisfy(name -> assertThat(script).contains(name));
  }

  @Test
  void thePoolStartsWithTheseSettings() throws IOException {
    Map<String, String> environment =
        map(map(map(compose().get("services")).get("pool")).get("environment")).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> String.valueOf(e.getValue())));
    Settings set = new Settings(new Properties(), environment, new Properties());
    KnownSettings.check(set);
    SecretSettings.check(set, true, new java.io.PrintWriter(new StringWriter()));
    // the passwords' files are in the container only
    assertThatThrownBy(() -> DatabaseSettings.of(set)).hasMessageContaining("/run/secrets/");
  }

  @Test
  void aPoolersMachineStartsWithTheseSettingsAndItsKeyIsAFile() throws IOException {
    Map<String, Object> service = map(map(pooler().get("services")).get("pooler"));
    Map<String, String> environment =
        map(service.get("environment")).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> String.valueOf(e.getValue())));
    KnownSettings.check(new Settings(new Properties(), environment, new Properties()));
    assertThat(environment).containsEntry("KALE_POOLER_KEY_FILE", "/run/secrets/pooler-key");
    assertThat(service.get("secrets")).isEqualTo(List.of("pooler-key"));
    Map<String, String> unit =
        Files.readAllLines(Path.of("deploy/kale-pooler.service")).stream()
            .filter(line -> line.startsWith("Environment="))
            .map(line -> line.split("=", 3))
            .collect(Collectors.toMap(words -> words[1], words -> words[2]));
    assertThat(unit).containsKeys("KALE_POOLER_BACKEND", "KALE_RPC_URL");
    KnownSettings.check(new Settings(new Properties(), unit, new Properties()));
  }

  @Test
  void aMachineThatSendsItsWorksItselfHasTheWalletsSecretInAFileToo() throws IOException {
    Map<String, Object> more = read("deploy/compose.pooler-own.yaml");
    Map<String, Object> service = map(map(more.get("services")).get("pooler"));
    assertThat(service).containsOnlyKeys("environment", "secrets");
    assertThat(map(service.get("environment")))
        .isEqualTo(Map.of("KALE_POOLER_SECRET_FILE", "/run/secrets/pooler-wallet"));
    assertThat(service.get("secrets")).isEqualTo(List.of("pooler-wallet"));
    assertThat(map(more.get("secrets"))).containsOnlyKeys("pooler-wallet");
    KnownSettings.check(
        new Settings(
            new Properties(),
            Map.of("KALE_POOLER_SECRET_FILE", "/run/secrets/pooler-wallet"),
            new Properties()));
    assertThat(Files.readAllLines(Path.of("deploy/kale-pooler-own.conf")))
        .contains(
            "[Service]",
            "LoadCredential=wallet:/etc/kale-pooler/wallet",
            "Environment=KALE_POOLER_SECRET_FILE=%d/wallet");
  }

  @Test
  void theHealthOfAMachinesContainerIsAskedForWhereItIs() throws IOException {
    Map<String, Object> service = map(map(pooler().get("services")).get("pooler"));
    assertThat(String.valueOf(map(service.get("healthcheck")).get("test")))
        .contains("/dev/tcp/127.0.0.1/9000", "/q/health/live", "HTTP/1.0\\r\\n\\r\\n");
  }

  @Test
  void anOwnerThatIsNoSuperuserMigratesBacksUpAndRestoresAndThePoolFarmsAsAnother()
      throws IOException, SQLException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
      String at = "jdbc:postgresql://localhost:" + server.getPort() + "/";
      try (Connection admin = server.getPostgresDatabase().getConnection()) {
        for (String name : List.of("kale", "empty")) {
          run(admin, "create database " + name);
          try (Connection inside = server.getDatabase("postgres", name).getConnection()) {
            for (String statement : roles(name)) {
              if (name.equals("kale") || !statement.startsWith("create role")) {
                run(inside, statement);
              }
            }
          }
        }
      }
      Flyway.configure()
          .dataSource(at + "kale", "kale", "")
          .locations("classpath:db/migration")
          .load()
          .migrate();
      Path backup = folder.resolve("backup.sql");
      try (Connection owner = DriverManager.getConnection(at + "kale", "kale", "");
          Connection pool = DriverManager.getConnection(at + "kale", "kale_pool", "")) {
        run(owner, "select grant_runtime('kale_pool')");
        // Quarkus has Flyway record the whole path
        run(owner, "update flyway_schema_history set script = 'db/migration/' || script");
        run(pool, "create temporary table kale_pool_trial (x int)");
        run(pool, "insert into audit (who, what, at) values ('w', 'w', now())");
        assertThatThrownBy(() -> run(pool, "delete from audit")).hasMessageContaining("denied");
        assertThatThrownBy(() -> run(owner, "create role mine")).hasMessageContaining("denied");
        assertThatThrownBy(
                () ->
                    DriverManager.getConnection(at + "empty", "kale_pool", "")
                        .createStatement()
                        .execute("create table public.mine (x int)"))
            .hasMessageContaining("denied");
      }
      try (Connection pool = DriverManager.getConnection(at + "kale", "kale_pool", "");
          java.io.Writer file = Files.newBufferedWriter(backup)) {
        assertThat(BackupWriter.write(pool, file)).isPositive();
      }
      try (Connection owner = DriverManager.getConnection(at + "empty", "kale", "")) {
        assertThat(BackupReader.restore(backup, owner)).isPositive();
        run(owner, "select grant_runtime('kale_pool')");
      }
    }
  }

  /** What psql makes of the script: everything but its own commands. */
  private static List<String> roles(String database) throws IOException {
    List<String> statements = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("deploy/roles.sql"))) {
      if (!line.startsWith("\\") && !line.startsWith("--") && !line.contains("\\gset")) {
        statements.add(
            line.replace(":'owner'", "'o'")
                .replace(":'runtime'", "'r'")
                .replace(":\"database\"", database));
      }
    }
    return statements;
  }

  private static Map<String, Object> pooler() throws IOException {
    return read("deploy/compose.pooler.yaml");
  }

  private static Map<String, Object> read(String path) throws IOException {
    try (Reader file = Files.newBufferedReader(Path.of(path))) {
      return map(new Yaml().load(file));
    }
  }

  private static Map<String, Object> compose() throws IOException {
    try (Reader file = Files.newBufferedReader(Path.of("compose.yaml"))) {
      return map(new Yaml().load(file));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) requireNonNull(value);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
