package org.kalepool.cli.settings;

import java.util.Map;
import java.util.Optional;
import org.kalepool.cli.CommandException;

/** How the pool logs in to its mail server. */
public final class MailSettings {
  static final String PASSWORD = "quarkus.mailer.password";
  private static final String PASSWORD_FILE = "kale.notices.smtp-password-file";

  private MailSettings() {}

  /**
   * The service's own setting for the password in the file, if one is named.
   *
   * @throws CommandException if the file cannot be read
   */
  public static Map<String, String> of(Settings set) {
    Optional<String> password =
        set.has(PASSWORD_FILE)
            ? DatabaseSettings.password(set, PASSWORD_FILE, PASSWORD)
            : Optional.empty();
    return password.map(text -> Map.of(PASSWORD, text)).orElse(Map.of());
  }
}
