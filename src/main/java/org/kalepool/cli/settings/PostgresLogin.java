package org.kalepool.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;

/**
 * The way into an embedded database. Its owner has a random password in a file that only the pool's
 * user can read; databases made before there was one are given it. The role as which the pool farms
 * gets a new one at each start, which is in no file. It is made by JDBC, before anything else can
 * connect.
 *
 * @param url without user and password
 */
public record PostgresLogin(String url, String user, String password) {
  public static final String USER = "postgres";

  /** As this the pool farms: it owns nothing, and may do what the owner grants (V20). */
  public static final String RUNTIME = "pool";

  private static final String MAKE_RUNTIME =
      """
      do $$ begin
        if not exists (select from pg_roles where rolname = 'pool') then create role pool; end if;
      end $$;
      alter role pool login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
        password '%s'""";

  private static final String ACCESS_FILE = "pg_hba.conf";
  private static final String BY_PASSWORD =
      """
      local all all scram-sha-256
      host all all 127.0.0.1/32 scram-sha-256
      host all all ::1/128 scram-sha-256
      """;

  public static PostgresLogin of(Path folder, int port) throws IOException {
    String password = Files.readString(passwordFile(folder)).strip();
    return new PostgresLogin(url(port), USER, password);
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public static Path passwordFile(Path folder) {
    return folder.resolveSibling("postgres-password");
  }

  /** Makes the password at the first use. */
  public static void prepare(Path folder) throws IOException {
    Path file = passwordFile(folder);
    if (!Files.exists(file)) {
      if (Files.isDirectory(folder)) {
        // the password that the database knows is lost: anybody on this machine may, for a moment
        replace(folder.resolve(ACCESS_FILE), "host all all 127.0.0.1/32 trust\n");
      }
      replace(file, randomPassword() + "\n");
    }
  }

  private static String randomPassword() {
    byte[] random = new byte[16];
    new java.security.SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Makes the role as which the pool farms, or gives it another password; called by the owner. */
  public PostgresLogin runtime() throws SQLException {
    String word = randomPassword();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(MAKE_RUNTIME.formatted(word));
    }
    return new PostgresLogin(url, RUNTIME, word);
  }

  /** Has the database ask for the password, if it does not yet. */
  public static void close(Path folder, int port) throws IOException, SQLException {
    Path access = folder.resolve(ACCESS_FILE);
    boolean open =
        Files.readAllLines(access).stream()
            .map(String::strip)
            .anyMatch(line -> !line.startsWith("#") && line.endsWith("trust"));
    if (!open) {
      return;
    }
    PostgresLogin login = of(folder, port);
    try (Connection connection = DriverManager.getConnection(login.url(), USER, "");
        Statement statement = connection.createStatement()) {
      statement.execute("alter role postgres password '" + login.password() + "'");
      replace(access, BY_PASSWORD);
      statement.execute("select pg_reload_conf()");
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  private static void replace(Path file, String text) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "fresh",
            ".new",
            java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, text);
      likeItsFolder(fresh);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** What root writes into another user's folder belongs to that user. */
  private static void likeItsFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    for (String id : List.of("unix:gid", "unix:uid")) {
      Object wanted = Files.getAttribute(folder, id);
      if (SecretSettings.isRoot() && !wanted.equals(Files.getAttribute(file, id))) {
        Files.setAttribute(file, id, wanted, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return url + " as " + user;
  }
}
