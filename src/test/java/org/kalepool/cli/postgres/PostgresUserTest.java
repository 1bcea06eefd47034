package org.kalepool.cli.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.DataFolder;
import org.kalepool.cli.settings.PostgresLogin;
import org.kalepool.cli.settings.SecretSettings;
import org.kalepool.cli.settings.Settings;

/** What root starts is not root's. */
class PostgresUserTest {
  private static final PrintWriter OUT = new PrintWriter(PrintWriter.nullWriter());
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  @TempDir Path parent;

  @BeforeEach
  void onlyRootBecomesAnother() throws IOException {
    assumeTrue(SecretSettings.isRoot(), "only root can");
    assumeTrue(PostgresProgram.run(List.of("setpriv", "--version")).ok(), "no setpriv here");
    mode(parent, "rwx--x--x");
  }

  @Test
  void rootsServerIsAnotherUsersWhoReadsNoKeysAndChangesNoPrograms() throws Exception {
    try (DataFolder folder = DataFolder.open(parent.resolve("data"))) {
      Path kek = folder.secretFile("kek");
      PostgresUser user = PostgresUser.of(with(Map.of()), folder);
      assertThat(user.separate()).isTrue();
      try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.postgres(), user, "", OUT)) {
        assertThat(owners(database.processes())).hasSizeGreaterThan(3).doesNotContain(0);
        assertThat(mode(folder.postgres())).isEqualTo("rwx------");
        assertThat(mode(kek)).isEqualTo("rw-------");
        assertThat(Files.getAttribute(kek, "unix:uid")).isEqualTo(0);
        Path postgres =
            Path.of("/proc", database.processes().getFirst().pid() + "", "exe").toRealPath();
        String data = folder.path().toString();
        for (List<String> who : List.of(NOBODY, user.prefix())) {
          denied(who, "cat", kek.toString());
          denied(who, "ls", data);
          denied(who, "touch", data + "/new");
          denied(who, "cat", data + "/postgres-password");
          denied(who, "touch", postgres.toString());
          denied(who, "touch", postgres.resolveSibling("new").toString());
        }
        denied(NOBODY, "cat", data + "/postgres/PG_VERSION");
        denied(NOBODY, "ls", data + "/postgres");
        denied(NOBODY, "cat", data + "/postgres.log");
        assertThat(as(user.prefix(), "cat", data + "/postgres/PG_VERSION").ok()).isTrue();
      }
    }
  }

  /** Whose they are, but of those that have ended since, as a session's does. */
  private static List<Object> owners(List<ProcessHandle> processes) throws IOException {
    List<Object> owners = new ArrayList<>();
    for (ProcessHandle each : processes) {
      Path process = Path.of("/proc", Long.toString(each.pid()));
      try {
        owners.add(Files.getAttribute(process, "unix:uid"));
      } catch (NoSuchFileException e) {
        assertThat(each.isAlive()).as(process.toString()).isFalse();
      }
    }
    return owners;
  }

  @Test
  void dataFromBeforeAreHandedOverAndBackWhereNobodyElseGetsToThem() throws Exception {
    Path data = parent.resolve("data");
    try (DataFolder folder = DataFolder.open(data);
        EmbeddedDatabase before =
            EmbeddedDatabase.start(folder.postgres(), PostgresUser.self(), "", OUT)) {
      execute(before, "create table kept (x int)");
      assertThat(Files.getAttribute(folder.postgres(), "unix:uid")).isEqualTo(0);
    }
    Object first = null;
    for (String mode : new String[] {"rwx--x--x", "rwx------", "rwx--x--x"}) {
      mode(parent, mode);
      try (DataFolder folder = DataFolder.open(data)) {
        PostgresUser user = PostgresUser.of(with(Map.of()), folder);
        assertThat(user.separate()).isEqualTo(mode.endsWith("x"));
        // As before there was a password: what root writes there must be that user's.
        Files.delete(PostgresLogin.passwordFile(folder.postgres()));
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.postgres(), user, "", OUT)) {
          execute(database, "insert into kept values (1)");
        }
        assertThat(owners(folder.postgres())).hasSize(1);
        assertThat(mode(data)).isEqualTo(user.separate() ? "rwx--x---" : "rwx------");
        if (user.separate()) {
          Object owner = Files.getAttribute(folder.postgres(), "unix:uid");
          assertThat(owner).isNotEqualTo(0).isEqualTo(first == null ? owner : first);
          first = owner;
        }
      }
    }
  }

  @Test
  void theUserIsTheOneThatIsSetOrWhoseFolderItIs() throws Exception {
    try (DataFolder folder = DataFolder.open(parent.resolve("data"))) {
      Settings nobody = with(Map.of("KALE_DATABASE_SYSTEM_USER", "nobody"));
      assertThat(PostgresUser.of(nobody, folder).owner())
          .isEqualTo(new PostgresUser.Ids(65_534, 65_534, "nobody"));
      for (String wrong : new String[] {"root", "no-such-user"}) {
        Settings set = with(Map.of("KALE_DATABASE_SYSTEM_USER", wrong));
        assertThatThrownBy(() -> PostgresUser.of(set, folder))
            .isInstanceOf(CommandException.class)
            .hasMessageContaining("kale.database.system-user")
            .hasMessageContaining(wrong);
      }
      Files.setAttribute(parent.resolve("data"), "unix:uid", 65_534);
      PostgresUser.Ids owner = PostgresUser.of(with(Map.of()), folder).owner();
      assertThat(String.valueOf(owner)).contains("name=nobody");
      mode(parent, "rwx------");
      assertThatThrownBy(() -> PostgresUser.of(nobody, folder))
          .hasMessageContaining("who can pass to");
    }
  }

  private static Settings with(Map<String, String> environment) {
    return new Settings(new Properties(), environment, new Properties());
  }

  private static void denied(List<String> who, String... words) throws IOException {
    PostgresProgram.Result result = as(who, words);
    assertThat(result.ok()).as("%s %s", who, List.of(words)).isFalse();
    assertThat(result.output()).contains("Permission denied");
  }

  private static PostgresProgram.Result as(List<String> who, String... words) throws IOException {
    return PostgresProgram.run(Stream.concat(who.stream(), Stream.of(words)).toList());
  }

  private static List<Object> owners(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(PostgresUserTest::owner).distinct().toList();
    }
  }

  private static Object owner(Path file) {
    try {
      return Files.getAttribute(file, "unix:uid");
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be looked at", e);
    }
  }

  private static void execute(EmbeddedDatabase database, String sql) throws Exception {
    try (Connection connection = database.login().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
