package org.kalepool.cli.settings;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.kalepool.cli.CommandException;

/**
 * Where secrets stand. On a public network they are read from files that belong to the pool's user
 * or to root and that nobody else can read; a variable can be read in {@code /proc}, in a
 * container's description and in whatever writes environments down, a property in every list of
 * processes. Elsewhere a warning is all.
 */
public final class SecretSettings {
  /** Each holds a secret, and what to say instead. */
  private static final Map<String, String> VALUES =
      Map.of(
          "kale.wallet.kek", "kale.wallet.kek-file",
          "kale.operator.key", "kale.operator.key-file",
          "kale.pooler.secret", "kale.pooler.secret-file",
          "quarkus.datasource.password", "kale.database.password-file",
          "quarkus.flyway.password", "kale.database.owner-password-file",
          "quarkus.mailer.password", "kale.notices.smtp-password-file");

  /** Each names a file with a secret, or several, separated by commas. */
  private static final List<String> FILES =
      List.of(
          "kale.wallet.kek-file",
          "kale.wallet.old-kek-files",
          "kale.operator.key-file",
          "kale.pooler.secret-file",
          "kale.pooler.key-file",
          "kale.rpc.headers-file",
          "kale.fleet.user-file",
          "kale.fleet.nkey-file",
          "kale.fleet.creds-file",
          "kale.database.password-file",
          "kale.database.owner-password-file",
          "kale.notices.webhook-file",
          "kale.notices.slack-file",
          "kale.notices.discord-file",
          "kale.notices.smtp-password-file");

  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("[?&]password=|//[^/@]+:[^/@]*@", Pattern.CASE_INSENSITIVE);

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Settings set;
  private final boolean refuse;
  private final PrintWriter out;

  private SecretSettings(Settings set, boolean refuse, PrintWriter out) {
    this.set = set;
    this.refuse = refuse;
    this.out = out;
  }

  /**
   * Looks at all of them.
   *
   * @param publicNetwork whether what is wrong ends the start, or is only told
   * @throws CommandException naming the setting or file, and what to do
   */
  public static void check(Settings set, boolean publicNetwork, PrintWriter out) {
    SecretSettings check = new SecretSettings(set, publicNetwork, out);
    VALUES.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(check::value);
    set.get(DatabaseSettings.URL)
        .filter(url -> PASSWORD_IN_URL.matcher(url).find())
        .ifPresent(
            url ->
                check.wrong(
                    DatabaseSettings.URL
                        + " has a password in it: write it into a file and name that in"
                        + " kale.database.password-file"));
    for (String setting : FILES) {
      for (String file : set.get(setting).orElse("").split(",", -1)) {
        if (!file.isBlank() && !file.strip().equals("-")) {
          check.file(setting, Path.of(file.strip()));
        }
      }
    }
  }

  /**
   * Looks at one file that an option of a command names.
   *
   * @throws CommandException if others can read it, with what to do
   */
  public static void checkFile(String option, Path file, PrintWriter out) {
    new SecretSettings(Settings.none(), true, out).file(option, file);
  }

  private void value(Map.Entry<String, String> secret) {
    Optional<String> place = set.place(secret.getKey());
    // an embedded database's password comes from this process and is in no place
    if (place.isEmpty() || !refuse) {
      return;
    }
    wrong(
        secret.getKey()
            + " is a secret and stands in "
            + place.get()
            + ": write it into a file that only the pool's user can read, and name that in "
            + secret.getValue());
  }

  private void file(String setting, Path file) {
    if (!Files.exists(file)) {
      return; // whoever reads it says so, in its own words
    }
    try {
      // What a link leads to counts, as a mounted secret is one.
      Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
      open.retainAll(Files.getPosixFilePermissions(file));
      if (!open.isEmpty()) {
        wrong(
            setting
                + ": "
                + file
                + " can be read or written by others than its owner: chmod 600 "
                + file);
      }
      Object owner = Files.getAttribute(file, "unix:uid");
      Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      if (!owner.equals(0) && !owner.equals(me)) {
        wrong(setting + ": " + file + " belongs to another user (" + owner + "): chown it");
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      wrong(setting + ": it cannot be told who may read " + file + " (" + e.getMessage() + ")");
    }
  }

  /**
   * Whether the value of a setting is never repeated: a secret, or an address that may hold one.
   */
  static boolean mayHoldSecret(String setting) {
    return VALUES.containsKey(setting) || setting.endsWith(".url") || setting.endsWith("-url");
  }

  /** Whether this process is root's; where it cannot be told, it is not. */
  public static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private void wrong(String what) {
    if (refuse) {
      throw new CommandException(what);
    }
    out.println("warning: " + what);
    out.flush();
  }
}
