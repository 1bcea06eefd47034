package org.kalepool.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.books.Books;
import org.kalepool.cli.CommandException;
import org.kalepool.db.Db;
import org.kalepool.testing.FarmedBlocks;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class ArchiveCommandTest {
  private static final List<String> TABLES =
      List.of("plantings", "works", "harvests", "transactions", "journal_entries", "journal_lines");

  @Inject StageFixture fixture;
  @Inject Books books;
  @Inject Db db;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @TempDir Path folder;

  @BeforeEach
  void aPoolThatHasFarmed() throws SQLException {
    fixture.clear();
    FarmedBlocks farm = new FarmedBlocks(db, books, fixture);
    Planter farmer = fixture.active(50, 1, "100", "10");
    for (long block = 0; block <= 24; block++) {
      farm.block(block);
      farm.farmed(farmer, block);
    }
    try (Connection server = DriverManager.getConnection(url);
        Statement statement = server.createStatement()) {
      statement.execute("drop database if exists restored");
      statement.execute("create database restored");
    }
  }

  private static List<String> history(Connection connection) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        try (ResultSet row =
            statement.executeQuery("select t::text from history_" + table + "() t order by 1")) {
          while (row.next()) {
            all.add(row.getString(1));
          }
        }
      }
    }
    return all;
  }

  @Test
  void archivesAllThatMayGoAndSaysHowLargeTheDatabaseIs() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      assertThat(ArchiveCommand.archive(connection, 12, 4)).isEqualTo(3);
      assertThat(ArchiveCommand.archive(connection, 12, 4)).isZero();
      DatabaseSize size = DatabaseSize.of(connection);
      assertThat(size.archived()).isEqualTo(12);
      assertThat(size.live()).isEqualTo(13);
      assertThat(size.lines().getLast()).startsWith("archived: 12 farmers' blocks, ");
    }
  }

  @Test
  void whatIsArchivedIsInABackup() throws SQLException, IOException {
    Path file = folder.resolve("backup.sql");
    String restored = url.replaceFirst("/tests_\\w+\\?", "/restored?");
    try (Connection connection = DriverManager.getConnection(url)) {
      ArchiveCommand.archive(connection, 12, 4);
      List<String> before = history(connection);
      try (var out = Files.newBufferedWriter(file)) {
        BackupWriter.write(connection, out);
      }
      try (Connection copy = DriverManager.getConnection(restored)) {
        BackupReader.restore(file, copy);
        assertThat(history(copy)).isEqualTo(before);
        assertThat(ArchiveCommand.archive(copy, 12, 4)).isZero();
        try (Statement statement = copy.createStatement()) {
          assertThatThrownBy(() -> statement.execute("delete from plantings"))
              .hasMessageContaining("is append-only");
        }
      }
    }
  }

  @Test
  void refusesADatabaseWithoutAPool() throws SQLException {
    try (Connection empty =
        DriverManager.getConnection(url.replaceFirst("/tests_\\w+\\?", "/restored?"))) {
      assertThatThrownBy(() -> ArchiveCommand.archive(empty, 12, 4))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("start the pool on it once");
    }
  }
}
