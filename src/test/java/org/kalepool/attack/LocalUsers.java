package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Another user of the machine, who has a shell there and nothing else. */
interface LocalUsers extends Target {
  @Test
  default void anotherUserGetsIntoNoDatabase() throws IOException {
    int port =
        Integer.parseInt(
            Files.readAllLines(pool().data().resolve("postgres/postmaster.pid")).get(3).strip());
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    for (String role : List.of("postgres", "pool", "root", "kale", "nobody")) {
      for (String password : List.of("", role, "postgres", "pool", "kale")) {
        assertThatThrownBy(() -> DriverManager.getConnection(url, role, password).close())
            .as(role + "/" + password)
            .isInstanceOf(SQLException.class)
            // without a password the driver does not even ask
            .satisfies(e -> assertThat(((SQLException) e).getSQLState()).matches("28.*|08004"));
      }
    }
    // the fifth line is the folder of its socket
    assertThat(Files.readAllLines(pool().data().resolve("postgres/postmaster.pid")).get(4).strip())
        .isEmpty();
    assertThat(Path.of("/tmp/.s.PGSQL." + port)).doesNotExist();
  }

  @Test
  default void anotherUserReadsNoFileOfThePools() throws IOException {
    Path data = pool().data();
    boolean root = Files.getAttribute(data, "unix:uid").equals(0);
    // Root's database is another user's, who may pass through.
    assertThat(mode(data)).isEqualTo(root ? "rwx--x---" : "rwx------");
    assertThat(mode(data.resolve("postgres"))).isEqualTo("rwx------");
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(path -> Files.isRegularFile(path)).toList()) {
        if (file.getFileName().toString().matches("kek|operator-keys?|postgres-password")) {
          assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
        }
      }
    }
    assertThat(mode(data.resolve("kek"))).isEqualTo("rw-------");
  }

  @Test
  default void theDatabaseIsNeverRoots() throws IOException {
    assertThat(Files.getAttribute(Path.of("/proc", postgres()), "unix:uid")).isNotEqualTo(0);
    assertThat(Files.getAttribute(pool().data().resolve("postgres"), "unix:uid")).isNotEqualTo(0);
    Path kek = pool().data().resolve("kek");
    Path self = Path.of("/proc/self");
    assertThat(Files.getAttribute(kek, "unix:uid")).isEqualTo(Files.getAttribute(self, "unix:uid"));
  }

  @Test
  default void noSecretIsInACommandLineAndNoProgramCanBeSwapped() throws IOException {
    List<String> secrets =
        List.of(
            Files.readString(pool().data().resolve("kek")).strip(),
            Files.readString(pool().data().resolve("postgres-password")).strip());
    List<ProcessHandle> processes =
        Stream.concat(Stream.of(pool().process().toHandle()), pool().process().descendants())
            .toList();
    for (ProcessHandle process : processes) {
      Path at = Path.of("/proc", Long.toString(process.pid()));
      String line = new String(Files.readAllBytes(at.resolve("cmdline")), StandardCharsets.UTF_8);
      assertThat(secrets).noneMatch(line::contains);
    }
    Path server = Path.of("/proc", postgres(), "exe").toRealPath();
    for (int names = server.getNameCount(); names > 3; names--) {
      Path each = Path.of("/").resolve(server.subpath(0, names));
      assertThat(mode(each)).as(each.toString()).doesNotMatch("....w....|.......w.");
    }
  }

  /** The server's process, which is none of the pool's descendants. */
  private String postgres() throws IOException {
    return Files.readAllLines(pool().data().resolve("postgres/postmaster.pid")).getFirst().strip();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }
}
