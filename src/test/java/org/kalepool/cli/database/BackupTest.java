package org.kalepool.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Kale;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class BackupTest {
  @Inject StageFixture fixture;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeNetwork network;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @TempDir Path folder;

  @BeforeEach
  void aPoolThatHasPlanted() throws SQLException {
    fixture.clear();
    chain.reset();
    transactions.clear();
    fixture.active(50, 1, "100.0000001", "10");
    fixture.step();
    network.landAll();
    fixture.step();
    try (Connection server = DriverManager.getConnection(url);
        Statement statement = server.createStatement()) {
      statement.execute("drop database if exists restored");
      statement.execute("create database restored");
    }
  }

  private PoolDatabase database(String jdbcUrl) throws SQLException {
    Settings settings =
        new Settings(
            new Properties(), Map.of("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl), new Properties());
    return PoolDatabase.existing(settings, folder, new PrintWriter(new StringWriter()));
  }

  private String restoredUrl() {
    return url.replaceFirst("/tests_\\w+\\?", "/restored?");
  }

  private long backUp(Path file) throws SQLException, IOException {
    try (PoolDatabase pool = database(url)) {
      return BackupCommand.write(pool, file);
    }
  }

  private long restore(Path file) throws SQLException, IOException {
    try (PoolDatabase empty = database(restoredUrl())) {
      return BackupReader.restore(file, empty.connection());
    }
  }

  private static List<String> rows(String jdbcUrl, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  @Test
  void aBackupIsNotedInTheDatabaseWhereAlertsLookForIt() throws Exception {
    try (PoolDatabase pool = database(url)) {
      long rows = BackupCommand.write(pool, folder.resolve("noted.sql"));
      BackupWriter.record(pool.connection(), rows);
      assertThat(
              rows(
                  url,
                  "select who || ' ' || what || ' ' || detail from audit where what = 'backup'"))
          .contains("backup backup " + rows + " rows");
    }
  }

  @Test
  void restoresEveryRowOfEveryTable() throws Exception {
    Path file = folder.resolve("pool.sql");
    long written = backUp(file);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(restore(file)).isEqualTo(written);
    List<String> tables =
        rows(url, "select tablename from pg_tables where schemaname = 'public' order by 1");
    assertThat(tables).hasSizeGreaterThan(20).contains("plantings", "flyway_schema_history");
    for (String table : tables) {
      String all = "select t::text from " + table + " t order by 1";
      String added = null;
      switch (table) {
        // The restore itself suspends the farmer, and records that.
        case "farmers" ->
            all = "select (t.id, t.seq, t.token_hash)::text from farmers t order by 1";
        case "farmer_events" -> added = "by_whom = 'restore'";
        case "audit" -> added = "who = 'restore'";
        default -> assertThat(table).isNotEmpty();
      }
      String restored =
          added == null ? all : all.replace(" order", " where not (" + added + ") order");
      assertThat(rows(restoredUrl(), restored)).as(table).isEqualTo(rows(url, all));
    }
    assertThat(rows(restoredUrl(), "select stake from plantings")).containsExactly("500000000");
  }

  @Test
  void restoresTheRulesAndTheCounters() throws Exception {
    Path file = folder.resolve("pool.sql");
    backUp(file);
    restore(file);
    try (Connection restored = DriverManager.getConnection(restoredUrl());
        Statement statement = restored.createStatement()) {
      assertThatThrownBy(() -> statement.execute("delete from plantings"))
          .hasMessageContaining("append-only");
      assertThatThrownBy(
              () -> statement.execute("update transactions set state = 'QUEUED', call = 'x'"))
          .hasMessageContaining("is settled");
    }
    String counters =
        "select sequencename || ' ' || last_value from pg_sequences where last_value is not null"
            + " and sequencename not in ('farmer_events_id_seq', 'audit_id_seq') order by 1";
    assertThat(rows(restoredUrl(), counters)).isNotEmpty().isEqualTo(rows(url, counters));
  }

  @Test
  void holdsEveryFarmerBackInWhatIsRestored() throws Exception {
    Path file = folder.resolve("pool.sql");
    backUp(file);
    restore(file);
    assertThat(rows(restoredUrl(), "select state from farmers")).containsExactly("SUSPENDED");
    assertThat(rows(restoredUrl(), "select by_whom from farmer_events order by id desc limit 1"))
        .containsExactly("restore");
    assertThat(rows(restoredUrl(), "select what from audit where who = 'restore'"))
        .containsExactly("restore");
    assertThat(rows(url, "select state from farmers")).containsExactly("ACTIVE");
  }

  @Test
  void refusesAFileThatIsCutOffAndADatabaseThatIsNotEmpty() throws Exception {
    Path file = folder.resolve("pool.sql");
    backUp(file);
    assertThatThrownBy(() -> restore(folder.resolve("none.sql")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("there is no file");
    Path cut = folder.resolve("cut.sql");
    String text = Files.readString(file);
    Files.writeString(cut, text.substring(0, text.length() / 2));
    assertThatThrownBy(() -> restore(cut))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("cut off");
    assertThat(rows(restoredUrl(), "select 1 from pg_tables where schemaname = 'public'"))
        .isEmpty();
    restore(file);
    assertThatThrownBy(() -> restore(file))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("not empty");
  }

  @Test
  void restoresNothingIfOneRowIsWrong() throws Exception {
    Path file = folder.resolve("pool.sql");
    backUp(file);
    Path wrong = folder.resolve("wrong.sql");
    Files.writeString(wrong, Files.readString(file).replace("\tPLANTED\t", "\tPLANTS\t"));
    assertThatThrownBy(() -> restore(wrong)).isInstanceOf(SQLException.class);
    assertThat(rows(restoredUrl(), "select 1 from pg_tables where schemaname = 'public'"))
        .isEmpty();
  }

  @Test
  void backsUpOnlyPools() {
    Path file = folder.resolve("pool.sql");
    assertThatThrownBy(
            () -> {
              try (PoolDatabase empty = database(restoredUrl())) {
                BackupCommand.write(empty, file);
              }
            })
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("there is no pool");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void letsAFarmerGoOnOnceBooksAndChainAgree() {
    fixture.clear();
    chain.reset();
    transactions.clear();
    Planter agrees = fixture.active(0, 1, "100", "10");
    Planter differs = fixture.active(0, 1, "100", "10");
    fixture.step();
    network.landAll();
    fixture.step();
    fixture.held(agrees);
    fixture.held(differs);
    chain.setKale(differs.custodial(), Kale.parse("99"));
    fixture.step();
    assertThat(fixture.state(agrees)).isEqualTo("SUSPENDED");
    chain.openNext();
    for (int i = 0; i < 4; i++) {
      chain.close(1);
      fixture.step();
      network.landAll();
    }
    fixture.step();
    assertThat(fixture.state(agrees)).isEqualTo("ACTIVE");
    assertThat(fixture.state(differs)).isEqualTo("SUSPENDED");
  }
}
