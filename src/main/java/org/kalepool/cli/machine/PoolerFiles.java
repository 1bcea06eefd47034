package org.kalepool.cli.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.kalepool.cli.CommandException;
import org.kalepool.machine.OwnAccounts;
import org.kalepool.wallet.OwnKeys;
import org.kalepool.wallet.SecretText;

/** Reads the files with a pooler's key and secret; who may read them is looked at before. */
final class PoolerFiles {
  private static final Pattern KEY = Pattern.compile("kp_[A-Za-z0-9_-]{43}");

  private PoolerFiles() {}

  /**
   * The key.
   *
   * @throws CommandException if there is none; the message tells nothing of it
   */
  static String key(Path file) {
    String text = new String(read("--key-file", file)).strip();
    if (!KEY.matcher(text).matches()) {
      throw new CommandException(
          "--key-file: " + file + " holds no pooler's key, which is kp_ and 43 characters");
    }
    return text;
  }

  /** The keys of the wallet whose secret is in the file, and of its channels. */
  static OwnKeys keys(Path file) {
    try {
      return OwnKeys.read(file, OwnAccounts.MOST);
    } catch (IOException e) {
      throw unreadable("--secret-file", file, e);
    } catch (IllegalArgumentException e) {
      throw new CommandException("--secret-file: " + file + ": " + e.getMessage());
    }
  }

  private static char[] read(String option, Path file) {
    try {
      return SecretText.read(file);
    } catch (IOException e) {
      throw unreadable(option, file, e);
    }
  }

  private static CommandException unreadable(String option, Path file, IOException e) {
    return new CommandException(
        option + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
  }
}
