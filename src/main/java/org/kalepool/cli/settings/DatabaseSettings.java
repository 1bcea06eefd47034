package org.kalepool.cli.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;

/**
 * The database that the operator has set: the role as which the pool farms, and if there are two,
 * the owner, which migrates.
 *
 * @param runtime as which the pool farms
 * @param owner as which it migrates; null where that is the same
 */
public record DatabaseSettings(Login runtime, @Nullable Login owner) {
  public static final String URL = "quarkus.datasource.jdbc.url";
  private static final String USER = "quarkus.datasource.username";
  private static final String PASSWORD = "quarkus.datasource.password";
  private static final String PASSWORD_FILE = "kale.database.password-file";
  private static final String OWNER = "kale.database.owner-username";
  private static final String OWNER_PASSWORD_FILE = "kale.database.owner-password-file";
  private static final String FLYWAY_URL = "quarkus.flyway.jdbc-url";
  private static final String FLYWAY_USER = "quarkus.flyway.username";
  private static final String FLYWAY_PASSWORD = "quarkus.flyway.password";

  private static final Pattern USER_IN_URL = Pattern.compile("[?&]user=|//[^/]*@");

  /** The settings of the service that hold a password. */
  public static final List<String> PASSWORDS =
      List.of(PASSWORD, FLYWAY_PASSWORD, MailSettings.PASSWORD);

  /**
   * One role and its password, either of which may be left to the driver.
   *
   * @param url the database's
   */
  public record Login(String url, @Nullable String user, @Nullable String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "role " + user;
    }
  }

  /**
   * What the settings say; empty if they name no database.
   *
   * @throws CommandException if they contradict each other, or a password's file cannot be read
   */
  public static Optional<DatabaseSettings> of(Settings set) {
    Optional<String> url = set.get(URL);
    Optional<String> owner = set.get(OWNER).or(() -> set.get(FLYWAY_USER));
    if (url.isEmpty()) {
      if (set.has(PASSWORD_FILE) || set.has(OWNER) || set.has(OWNER_PASSWORD_FILE)) {
        throw new CommandException(
            "kale.database.* is set, but " + URL + " is not: name the database there");
      }
      return Optional.empty();
    }
    Login runtime =
        new Login(
            url.get(),
            set.text(USER).orElse(null),
            password(set, PASSWORD_FILE, PASSWORD).orElse(null));
    if (owner.isEmpty()) {
      if (set.has(OWNER_PASSWORD_FILE)) {
        throw new CommandException(OWNER_PASSWORD_FILE + " is set, but " + OWNER + " is not");
      }
      return Optional.of(new DatabaseSettings(runtime, null));
    }
    if (runtime.user() == null || USER_IN_URL.matcher(url.get()).find()) {
      throw new CommandException(
          OWNER
              + " is set: name the other role, as which the pool farms, in "
              + USER
              + ", and none in "
              + URL);
    }
    if (owner.get().equals(runtime.user())) {
      throw new CommandException(
          OWNER
              + " and "
              + USER
              + " name the same role, "
              + owner.get()
              + ": the pool is to farm as another one, see docs/operations.md");
    }
    // A role that is let in without a password, as by peer or a certificate, is given an empty one.
    String word = password(set, OWNER_PASSWORD_FILE, FLYWAY_PASSWORD).orElse("");
    String at = set.get(FLYWAY_URL).orElse(url.get());
    return Optional.of(new DatabaseSettings(runtime, new Login(at, owner.get(), word)));
  }

  /** What the file says that a setting names, else what the other setting is. */
  static Optional<String> password(Settings set, String fileSetting, String setting) {
    Optional<String> file = set.get(fileSetting);
    if (file.isEmpty()) {
      return set.text(setting);
    }
    try {
      String text = Files.readString(Path.of(file.get())).strip();
      if (text.isEmpty()) {
        throw new CommandException(fileSetting + ": " + file.get() + " is empty");
      }
      return Optional.of(text);
    } catch (IOException e) {
      throw new CommandException(
          fileSetting
              + ": "
              + file.get()
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + ")");
    }
  }

  /** The one that may do everything: for backups, restores and the like. */
  public Login strongest() {
    return owner == null ? runtime : owner;
  }

  /** The service's own settings for these. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (runtime.password() != null) {
      settings.put(PASSWORD, runtime.password());
    }
    if (owner != null) {
      settings.putAll(settings(owner));
    }
    return settings;
  }

  /** Both roles of a database that this process has started. */
  public static Map<String, String> settings(PostgresLogin runtime, PostgresLogin owner) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(URL, runtime.url());
    settings.put(USER, runtime.user());
    settings.put(PASSWORD, runtime.password());
    settings.putAll(settings(new Login(owner.url(), owner.user(), owner.password())));
    return settings;
  }

  private static Map<String, String> settings(Login owner) {
    return Map.of(
        FLYWAY_URL, owner.url(),
        FLYWAY_USER, String.valueOf(owner.user()),
        FLYWAY_PASSWORD, String.valueOf(owner.password()));
  }

  /**
   * Takes the passwords out of the process's properties, once everybody who needs them has them.
   */
  public static void forgetPasswords() {
    PASSWORDS.forEach(System::clearProperty);
  }
}
