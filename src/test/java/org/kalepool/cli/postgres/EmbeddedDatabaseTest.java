package org.kalepool.cli.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.PostgresLogin;

/** The pool's own PostgreSQL starts wherever it can, and says in one sentence why where not. */
class EmbeddedDatabaseTest {
  private final PrintWriter out = new PrintWriter(new StringWriter());

  @TempDir Path parent;

  @Test
  void losesNothingWhenThePowerGoesAndLetsNobodyInWithoutItsPassword() throws Exception {
    Path folder = parent.resolve("postgres");
    Files.createDirectories(parent.resolve("postgres.new/base"));
    PostgresLogin login;
    PostgresLogin runtime;
    try (EmbeddedDatabase database = start(folder)) {
      login = database.login();
      assertThat(EmbeddedDatabase.running(folder)).contains(login);
      assertThat(show(login, "fsync")).isEqualTo("on");
      assertThat(show(login, "synchronous_commit")).isEqualTo("on");
      assertThat(show(login, "lc_messages")).isEqualTo("C");
      assertThatThrownBy(() -> DriverManager.getConnection(login.url(), "postgres", "postgres"))
          .hasMessageContaining("password authentication failed");
      assertThat(database.processes()).isNotEmpty();
      runtime = database.runtime();
      assertThat(query(runtime, "select current_user")).isEqualTo("pool");
      assertThat(query(runtime, "select rolsuper from pg_roles where rolname = current_user"))
          .isEqualTo("f");
      assertThatThrownBy(() -> query(runtime, "select pg_read_file('PG_VERSION')"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> DriverManager.getConnection(login.url(), "pool", "pool"))
          .hasMessageContaining("password authentication failed");
    }
    assertThat(EmbeddedDatabase.running(folder)).isEmpty();
    for (Path mine : new Path[] {folder, PostgresLogin.passwordFile(folder)}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mine)))
          .endsWith("------");
    }
    Path pid = folder.resolve("postmaster.pid");
    for (String stale : new String[] {"", "nonsense\n", ProcessHandle.current().pid() + "\n"}) {
      Files.writeString(pid, stale);
      start(folder).close();
    }
    Files.delete(PostgresLogin.passwordFile(folder));
    try (EmbeddedDatabase database = start(folder)) {
      assertThat(database.login().password()).isNotEqualTo(login.password());
      assertThat(database.runtime().password()).isNotEqualTo(runtime.password());
      assertThatThrownBy(() -> DriverManager.getConnection(login.url(), "postgres", ""))
          .isNotNull();
    }
  }

  @Test
  void aDatabaseFromBeforeThereWasAPasswordIsGivenOne() throws Exception {
    Path folder = parent.resolve("postgres");
    try (EmbeddedPostgres before =
            EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .start();
        Connection connection = before.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table kept (x int)");
    }
    try (EmbeddedDatabase database = start(folder)) {
      PostgresLogin login = database.login();
      assertThat(query(login, "select count(*) from kept")).isEqualTo("0");
      assertThatThrownBy(() -> DriverManager.getConnection(login.url(), "postgres", ""))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void dataOfAnotherVersionAreRefusedInOneSentence() throws IOException {
    Path folder = Files.createDirectories(parent.resolve("postgres"));
    Files.writeString(folder.resolve("PG_VERSION"), "16\n");
    assertThatThrownBy(() -> start(folder))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("are of PostgreSQL 16 and this pool brings postgres (PostgreSQL) 18")
        .hasMessageContaining("pool backup");
  }

  @Test
  void aFolderThatHoldsNoDatabaseIsRefusedInOneSentence() throws IOException {
    Path folder = Files.createDirectories(parent.resolve("postgres"));
    assertThatThrownBy(() -> start(folder))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("holds no database");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "initdb: error: cannot be run as root | run the pool as another user",
        "initdb: error: could not look up effective user ID 4711: user does not exist | /etc/passwd",
        "FATAL:  could not write lock file \"postmaster.pid\": No space left on device | the disk is full",
        "FATAL:  could not create semaphores: No space left on device | no semaphores left",
        "FATAL:  data directory \"/x\" has wrong ownership | chown -R",
        "FATAL:  could not load /x/pg_hba.conf: Permission denied | chown -R",
        "FATAL:  database files are incompatible with server | another version",
        "FATAL:  could not create shared memory segment: Invalid argument | no shared memory",
        "PANIC:  could not locate a valid checkpoint record at 0/0 | restore a backup",
        "FATAL:  could not resize shared memory segment \"/P.1\": No space left on device | /dev/shm",
        "FATAL:  database locale is incompatible with operating system | install it",
        "FATAL:  invalid value for parameter \"lc_messages\": \"xx_YY\" | install it",
        "FATAL:  something else | something else",
        "LOG: x | LOG: x"
      })
  void whatKeepsItFromStartingIsSaidWithWhatToDo(String said, String sentence) {
    assertThat(PostgresFailure.of("PostgreSQL does not start", said))
        .hasMessageContaining(sentence)
        .hasMessageStartingWith("PostgreSQL does not start: ");
  }

  @Test
  void whatInitdbTellsOfItselfIsNotTakenForTheFault() {
    String output =
        "The database cluster will be initialized with locale \"C\".\n"
            + "selecting dynamic shared memory implementation ... posix\n"
            + "FATAL:  could not extend file \"base/1/2\": No space left on device\n";
    assertThat(PostgresFailure.of("x", output))
        .hasMessage(
            "x: the disk is full: make room"
                + " (could not extend file \"base/1/2\": No space left on device)");
  }

  private EmbeddedDatabase start(Path folder) throws IOException {
    return EmbeddedDatabase.start(folder, PostgresUser.self(), "", out);
  }

  private static String show(PostgresLogin login, String setting) throws SQLException {
    return query(login, "show " + setting);
  }

  private static String query(PostgresLogin login, String sql) throws SQLException {
    try (Connection connection = login.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
